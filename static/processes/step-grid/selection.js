// Which cells are selected: from an anchor to where the focus is. Rows and columns count from 0.
(() => {
  "use strict";
  const { CELLS } = globalThis.stepGrid;

  class Selection {
    constructor(rows) {
      this.rows = rows;
      this.anchor = this.head = null;
      this.marked = [];
    }

    // Where a control stands.
    placeOf(control) {
      const cell = control?.closest?.("[data-cell]");
      const row = cell?.closest("tr");
      if (!row || row.parentElement !== this.rows.body) return null;
      return { row, cell: cell.dataset.cell, r: this.rows.all().indexOf(row), c: CELLS.indexOf(cell.dataset.cell) };
    }

    set(anchor, head) {
      Object.assign(this, { anchor, head });
      this.show();
    }

    get box() {
      if (!this.head) return null;
      const all = this.rows.all();
      const from = this.anchor || this.head;
      const clamp = (place) => Math.max(0, Math.min(place, all.length - 1));
      const [top, bottom] = [clamp(Math.min(from.r, this.head.r)), clamp(Math.max(from.r, this.head.r))];
      const [left, right] = [Math.min(from.c, this.head.c), Math.max(from.c, this.head.c)];
      return { top, bottom, left, right, rows: all.slice(top, bottom + 1), cells: CELLS.slice(left, right + 1) };
    }

    get isSingle() {
      const box = this.box;
      return !box || (box.rows.length === 1 && box.cells.length === 1);
    }

    show() {
      for (const cell of this.marked) {
        cell.classList.remove("is-selected");
        cell.removeAttribute("aria-selected");
      }
      this.marked = [];
      const box = this.box;
      if (!box || this.isSingle) return;
      for (const row of box.rows) {
        for (const name of box.cells) {
          const cell = row.querySelector(`[data-cell="${name}"]`);
          cell.classList.add("is-selected");
          cell.setAttribute("aria-selected", "true");
          this.marked.push(cell);
        }
      }
    }

    // Shown values, for the clipboard: a choice by its words.
    texts() {
      const box = this.box;
      return box.rows.map((row) => box.cells.map((cell) => {
        const control = this.rows.control(row, cell);
        if (control.tagName !== "SELECT") return control.value;
        return control.value ? control.selectedOptions[0].text : "";
      }));
    }

    values() {
      const box = this.box;
      return box.rows.map((row) => box.cells.map((cell) => this.rows.value(row, cell)));
    }
  }

  globalThis.stepGrid.Selection = Selection;
})();
