// The rows of the step table as values: read, made, put in order. Numbers of rows in “goes on with” follow the rows.
(() => {
  "use strict";
  const CELLS = ["name", "position", "system", "touch", "waiting", "value", "waste", "next", "notes"];
  const ARROW = /(→|->|=>|⇒)(\s*)(\d{1,4})/g;
  const FORK = /^\s*(并行|同时|parallel)/i;
  const LONE = /^(\s*)(\d{1,4})(\s*)$/;
  let lastKey = 0;

  // Calls `place` with every row number that a “goes on with” line names and puts what it says there.
  const withTargets = (text, place) => {
    if (FORK.test(text)) return text.replace(/\d{1,4}/g, (number) => place(Number(number)));
    if (LONE.test(text)) return text.replace(LONE, (_, before, number, after) => before + place(Number(number)) + after);
    return text.replace(ARROW, (_, arrow, blank, number) => arrow + blank + place(Number(number)));
  };

  class Rows {
    constructor(body, template, words) {
      Object.assign(this, { body, template, words });
      for (const row of this.all()) this.adopt(row);
    }

    all() {
      return [...this.body.rows];
    }

    // A row that the server wrote: its fields no longer travel by name, the table goes as a whole.
    adopt(row) {
      row.dataset.key ||= String(++lastKey);
      row.querySelector(".stepgrid__gone")?.remove();
      row.querySelector(".stepgrid__keep")?.remove();
      const grip = row.querySelector(".stepgrid__grip");
      if (grip) grip.hidden = false;
      for (const field of row.querySelectorAll("[name]")) {
        const part = field.name.split("-").pop();
        if (field.type === "hidden") row.dataset[part] = field.value;
        field.removeAttribute("name");
      }
      return row;
    }

    make(values = {}) {
      const row = this.template.content.querySelector("tr").cloneNode(true);
      for (const field of row.querySelectorAll("[id]")) field.removeAttribute("id");
      row.removeAttribute("data-blank");
      this.adopt(row);
      this.write(row, values);
      return row;
    }

    control(row, cell) {
      return row.querySelector(`[data-cell="${cell}"] :is(input, select, textarea)`);
    }

    value(row, cell) {
      return this.control(row, cell).value;
    }

    put(row, cell, value) {
      const control = this.control(row, cell);
      if (control.value === value) return false;
      control.value = value;
      this.unmark(row, cell);
      return true;
    }

    write(row, values) {
      for (const cell of CELLS) if (cell in values) this.put(row, cell, values[cell]);
      row.dataset.step = values.step || "";
      row.dataset.keep = values.keep || "";
    }

    read(row) {
      const values = { key: row.dataset.key, step: row.dataset.step || "", keep: row.dataset.keep || "" };
      for (const cell of CELLS) values[cell] = this.value(row, cell);
      return values;
    }

    isBlank(row) {
      return !row.dataset.step && CELLS.every((cell) => !this.value(row, cell));
    }

    // What stands under a cell: an error of the server, or a note.
    unmark(row, cell) {
      const holder = row.querySelector(`[data-cell="${cell}"]`);
      if (holder.querySelector("[data-source]")) row.dataset.unsourced = cell;
      for (const old of holder.querySelectorAll(".stepgrid__error, .stepgrid__note, .stepgrid__more")) old.remove();
      const control = this.control(row, cell);
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
      if (!row.querySelector(".stepgrid__error")) row.classList.remove("row--error");
    }

    mark(row, cell, text, isError) {
      this.unmark(row, cell);
      if (!text) return;
      const note = document.createElement("p");
      note.className = isError ? "stepgrid__error" : "stepgrid__note";
      note.id = `mark-${row.dataset.key}-${cell}`;
      note.textContent = text;
      row.querySelector(`[data-cell="${cell}"]`).append(note);
      const control = this.control(row, cell);
      control.setAttribute("aria-describedby", note.id);
      if (isError) control.setAttribute("aria-invalid", "true");
    }

    snapshot() {
      return this.all().map((row) => this.read(row));
    }

    restore(values) {
      const known = new Map(this.all().map((row) => [row.dataset.key, row]));
      const rows = values.map((one) => {
        const row = known.get(one.key);
        if (!row) {
          const made = this.make(one);
          made.dataset.key = one.key;
          return made;
        }
        this.write(row, one);
        return row;
      });
      this.body.replaceChildren(...rows);
      this.number();
    }

    // Put the rows in this order. Those that are left out go; what led to one leads to the row that follows it.
    arrange(wanted) {
      const before = this.all();
      const place = new Map(wanted.map((row, at) => [row, at + 1]));
      const heir = (number) => {
        for (let at = number - 1; at < before.length; at += 1) {
          if (place.has(before[at])) return place.get(before[at]);
        }
        return null;
      };
      for (const row of wanted) {
        if (!before.includes(row)) continue;
        const text = this.value(row, "next");
        const moved = withTargets(text, (number) => heir(number) ?? this.words.end);
        if (moved !== text) this.control(row, "next").value = moved;
      }
      this.body.replaceChildren(...wanted);
      this.number();
    }

    number() {
      this.all().forEach((row, at) => {
        const number = row.querySelector(".stepgrid__no");
        if (number.textContent !== String(at + 1)) number.textContent = at + 1;
        row.setAttribute("aria-rowindex", at + 2);
      });
    }
  }

  globalThis.stepGrid = { CELLS, Rows, withTargets };
})();
