// The keys of a spreadsheet. A cell is either looked at (all of its text is selected; typing writes over it) or edited.
(() => {
  "use strict";
  const { CELLS } = globalThis.stepGrid;
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  class Keys {
    constructor(grid) {
      this.grid = grid;
      this.isEditing = false; // with a caret in the text
      this.isTyping = false; // the text was written over: arrows still leave the cell
      this.before = "";
      const { body } = grid.rows;
      body.addEventListener("focusin", (event) => this.entered(event));
      body.addEventListener("focusout", (event) => this.left(event));
      body.addEventListener("keydown", (event) => this.pressed(event));
      body.addEventListener("input", () => {
        if (!this.isEditing) this.isTyping = true;
      });
      body.addEventListener("mousedown", (event) => this.pointed(event));
      body.addEventListener("mouseover", (event) => this.dragged(event));
      addEventListener("mouseup", () => this.released());
    }

    get isQuiet() {
      return !this.isEditing && !this.isTyping;
    }

    // Around everything that moves rows about: what was typed counts first, and the focus stays where it was.
    hold(change) {
      if (this.isHeld) return change();
      const control = document.activeElement;
      const place = this.grid.selection.placeOf(control);
      if (place && control.value !== this.before) {
        this.before = control.value;
        this.grid.typed(place.row, place.cell);
      }
      this.isHeld = true;
      const result = change();
      if (place) {
        const again = control.isConnected ? control : this.nearest(place);
        again.focus({ preventScroll: true });
        again.select?.();
        this.before = again.value;
        this.isEditing = this.isTyping = false;
        const here = this.grid.selection.placeOf(again);
        if (this.grid.selection.isSingle) this.grid.selection.set(here, here);
      }
      this.isHeld = false;
      return result;
    }

    nearest({ r, cell }) {
      const all = this.grid.rows.all();
      return this.grid.rows.control(all[Math.min(r, all.length - 1)], cell);
    }

    entered(event) {
      if (this.isHeld) return;
      const place = this.grid.selection.placeOf(event.target);
      if (!place) return;
      this.isEditing = this.isTyping = false;
      this.before = event.target.value;
      if (!this.extending) this.grid.selection.set(place, place);
      this.extending = false;
    }

    left(event) {
      if (this.isHeld) return;
      const place = this.grid.selection.placeOf(event.target);
      if (place && event.target.value !== this.before) this.grid.typed(place.row, place.cell);
    }

    focus(r, c, { extend = false } = {}) {
      const all = this.grid.rows.all();
      if (r < 0 || c < 0 || c >= CELLS.length || r >= all.length) return false;
      const control = this.grid.rows.control(all[r], CELLS[c]);
      const { anchor } = this.grid.selection;
      this.extending = extend;
      control.focus();
      control.select?.();
      this.extending = false;
      if (extend) this.grid.selection.set(anchor, this.grid.selection.placeOf(control));
      return true;
    }

    pressed(event) {
      if (event.isComposing || event.keyCode === 229 || !this.grid.isWide) return;
      const place = this.grid.selection.placeOf(event.target);
      if (!place) return;
      const command = event.ctrlKey || event.metaKey;
      const act = command ? this.command(event, place) : this.plain(event, place);
      if (act) {
        event.preventDefault();
        act();
      }
    }

    command(event, { r, c }) {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const { grid } = this;
      const acts = {
        Enter: () => grid.insert(1),
        d: () => grid.fillDown(),
        b: () => grid.branches.open(),
        s: () => grid.closest("form").requestSubmit(),
        Delete: () => grid.removeRows(),
        Home: () => this.focus(0, 0),
        End: () => this.focus(grid.rows.all().length - 1, CELLS.length - 1),
      };
      if (this.isQuiet) {
        acts.z = event.shiftKey ? () => grid.history.redo() : () => grid.history.undo();
        acts.y = () => grid.history.redo();
        acts.a = () => grid.selectAll();
        acts[" "] = () => grid.selectRows(r, r);
      }
      if (key in acts) return acts[key];
      return ARROWS[key] && !event.shiftKey && this.isQuiet ? () => this.jump(r, c, ARROWS[key]) : null;
    }

    // Ctrl+arrow: to the edge of the table.
    jump(r, c, [down, right]) {
      const last = this.grid.rows.all().length - 1;
      this.focus(down ? (down > 0 ? last : 0) : r, right ? (right > 0 ? CELLS.length - 1 : 0) : c);
    }

    plain(event, place) {
      const { target, key, shiftKey, altKey } = event;
      const { r, c } = place;
      if (altKey) return this.withAlt(key, target);
      if (key === "Enter") return () => this.down(r, c, shiftKey ? -1 : 1);
      if (key === "Tab") return this.tab(r, c, shiftKey ? -1 : 1);
      if (key === "Escape") return () => this.escape(target);
      if (key === "F2") return () => this.edit(target);
      if (key === "Delete" && this.isQuiet) return () => this.grid.clear();
      if (key === "Backspace" && this.isQuiet && !this.grid.selection.isSingle) return () => this.grid.clear();
      if (key in ARROWS) return this.arrow(key, target, place, shiftKey);
      return null;
    }

    withAlt(key, target) {
      if (key === "ArrowUp") return () => this.grid.moveRows(-1);
      if (key === "ArrowDown") return () => this.grid.moveRows(1);
      if (key === "Enter" && target.tagName === "TEXTAREA") {
        return () => {
          this.isEditing = true;
          target.setRangeText("\n", target.selectionStart, target.selectionEnd, "end");
          target.dispatchEvent(new Event("input", { bubbles: true }));
        };
      }
      return null;
    }

    arrow(key, target, { r, c }, extend) {
      const [down, right] = ARROWS[key];
      if (this.isEditing && (right || target.tagName === "TEXTAREA" || target.list)) return null;
      if (this.isTyping && down && target.list) return null; // through the suggestions
      const from = extend ? this.grid.selection.head : { r, c };
      return () => this.focus(from.r + down, from.c + right, { extend: extend && this.isQuiet });
    }

    tab(r, c, by) {
      const next = r * CELLS.length + c + by;
      const last = this.grid.rows.all().length * CELLS.length;
      if (next < 0 || next >= last) return null; // out of the table
      return () => this.focus(Math.floor(next / CELLS.length), next % CELLS.length);
    }

    down(r, c, by) {
      if (by > 0 && r === this.grid.rows.all().length - 1) this.grid.appendRow();
      this.focus(r + by, c);
    }

    edit(target) {
      if (target.tagName === "SELECT") {
        target.showPicker?.();
        return;
      }
      this.isEditing = true;
      target.setSelectionRange(target.value.length, target.value.length);
    }

    // First give back what stood in the cell, then leave the table.
    escape(target) {
      if (target.value !== this.before || this.isEditing) {
        target.value = this.before;
        this.isEditing = this.isTyping = false;
        target.select?.();
      } else if (!this.grid.selection.isSingle) {
        const { head } = this.grid.selection;
        this.grid.selection.set(head, head);
      } else {
        this.grid.closest("form").querySelector(".savebar .btn--main").focus();
      }
    }

    // The mouse: a first click selects the cell, a second one sets the caret; drawn over cells it selects them.
    pointed(event) {
      if (!this.grid.isWide || event.button) return;
      const header = event.target.closest("th[scope=row]");
      if (header && !event.target.closest(".stepgrid__grip")) {
        const r = this.grid.rows.all().indexOf(header.parentElement);
        event.preventDefault();
        this.grid.selectRows(event.shiftKey ? this.grid.selection.box?.top ?? r : r, r);
        return;
      }
      const place = this.grid.selection.placeOf(event.target.closest("td")?.querySelector("input, select, textarea"));
      if (!place) return;
      const control = this.grid.rows.control(place.row, place.cell);
      if (event.shiftKey && this.grid.selection.head) {
        event.preventDefault();
        this.focus(place.r, place.c, { extend: true });
      } else if (document.activeElement === control) {
        this.isEditing = control.tagName !== "SELECT";
      } else {
        this.drawing = place;
        if (control.tagName !== "SELECT") {
          event.preventDefault();
          this.focus(place.r, place.c);
        }
      }
    }

    dragged(event) {
      if (!this.drawing || !(event.buttons & 1)) return;
      const place = this.grid.selection.placeOf(event.target.closest("td")?.querySelector("input, select, textarea"));
      if (place && (place.r !== this.drawing.r || place.c !== this.drawing.c)) {
        this.grid.selection.set(this.drawing, place);
      }
    }

    released() {
      this.drawing = null;
    }
  }

  globalThis.stepGrid.Keys = Keys;
})();
