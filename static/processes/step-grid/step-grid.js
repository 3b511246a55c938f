// <step-grid>: the step table as a spreadsheet. Without JavaScript it is a plain form; here its rows travel as one text.
(() => {
  "use strict";
  const { CELLS, Rows, History, Selection, Keys, Pasting, Branches } = globalThis.stepGrid;
  const TIMES = ["touch", "waiting"];

  class StepGrid extends HTMLElement {
    connectedCallback() {
      if (this.history) return;
      this.words = Object.fromEntries([...this.querySelectorAll("[data-words] > li")].map((one) => [one.dataset.word, one.textContent]));
      const table = this.querySelector("table");
      this.rows = new Rows(table.tBodies[0], this.querySelector(":scope > template"), this.words);
      this.dropBlankRows();
      this.rows.number();
      table.setAttribute("role", "grid");
      table.setAttribute("aria-multiselectable", "true");
      this.querySelector("[data-tools]").hidden = false;
      this.live = this.querySelector("[data-live]");
      this.store = this.makeStore();
      this.history = new History(this.rows, this.querySelector("[data-history]"), this.words, (change) => this.change(change), (what) => {
        this.say(what);
        this.sync();
      });
      this.selection = new Selection(this.rows);
      this.keys = new Keys(this);
      this.branches = new Branches(this);
      this.pasting = new Pasting(this);
      this.wire();
      this.sync(true);
      this.showUnknown();
    }

    get isWide() {
      return matchMedia("(min-width: 600px)").matches;
    }

    // One blank row at the end is enough once rows can be added.
    dropBlankRows() {
      const blank = this.rows.all().filter((row) => this.rows.isBlank(row) && !row.querySelector(".stepgrid__error"));
      blank.slice(1).forEach((row) => row.remove());
    }

    // The field that is sent and that drafts keep; a draft that is put back writes the rows.
    makeStore() {
      const store = document.createElement("textarea");
      store.name = "table";
      store.hidden = true;
      store.dataset.plain = "";
      store.setAttribute("aria-hidden", "true");
      this.append(store);
      store.addEventListener("input", (event) => {
        if (event.detail === "ours" || !store.value) return;
        this.rows.restore(JSON.parse(store.value));
        this.did(this.words.draft);
      });
      return store;
    }

    sync(quiet = false) {
      const values = this.rows.snapshot();
      this.store.value = JSON.stringify(values);
      if (!quiet) this.store.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "ours" }));
    }

    wire() {
      this.addEventListener("click", (event) => {
        const act = event.target.closest("[data-act]")?.dataset.act;
        if (act) this.act(act);
        const use = event.target.closest("[data-use]");
        if (use) this.settleUnknown(use.dataset.said, use.dataset.use, use.dataset.keep);
      });
      this.rows.body.addEventListener("change", (event) => {
        const place = this.selection.placeOf(event.target);
        if (place && event.target.tagName === "SELECT") this.typed(place.row, place.cell);
      });
      this.rows.body.addEventListener("input", (event) => {
        const place = this.selection.placeOf(event.target);
        if (place) this.rows.unmark(place.row, place.cell);
        clearTimeout(this.later);
        this.later = setTimeout(() => this.sync(true), 200);
      });
      for (const dialog of this.querySelectorAll("dialog")) {
        dialog.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" || event.isComposing || event.target.tagName === "BUTTON") return;
          event.preventDefault(); // it would send the whole table
          dialog.querySelector(".btn--main").click();
        });
      }
      this.closest("form").addEventListener("submit", () => this.sync(true), true);
      globalThis.stepGrid.dragging(this);
    }

    // Every change that several cells or rows take part in.
    change(what) {
      this.keys.hold(what);
    }

    act(name) {
      const acts = {
        above: () => this.insert(0), below: () => this.insert(1), remove: () => this.removeRows(),
        up: () => this.moveRows(-1), down: () => this.moveRows(1), undo: () => this.history.undo(),
        redo: () => this.history.redo(), branches: () => this.branches.open(), fill: () => this.fillDown(),
      };
      acts[name]?.();
    }

    say(words) {
      this.live.textContent = words;
    }

    did(label) {
      this.selection.show();
      if (this.history.add(label)) {
        this.sync();
        this.say(label);
      }
      this.showUnknown();
    }

    set(row, cell, value) {
      const control = this.rows.control(row, cell);
      if (control.tagName === "SELECT") {
        const option = [...control.options].find((one) => one.value === value || one.text === value);
        this.rows.put(row, cell, option ? option.value : "");
      } else {
        this.rows.put(row, cell, String(value ?? ""));
      }
    }

    numberOf(row) {
      return this.rows.all().indexOf(row) + 1;
    }

    typed(row, cell) {
      const label = this.querySelector(`th[data-column="${cell}"]`).textContent.trim();
      this.did(this.words.typed.replace("{row}", this.numberOf(row)).replace("{column}", label));
      if (row.dataset.unsourced === cell) {
        this.rows.mark(row, cell, this.words.unsourced);
        this.say(this.words.unsourced);
      }
      delete row.dataset.unsourced;
      this.check([[row, cell]]);
    }

    // What is selected, as rows; without a selection the last row.
    get chosen() {
      const box = this.selection.box;
      const all = this.rows.all();
      return box ? box : { top: all.length - 1, bottom: all.length - 1, rows: all.slice(-1), left: 0, right: 0 };
    }

    insert(behind) {
      const box = this.chosen;
      const all = this.rows.all();
      const at = behind ? box.bottom + 1 : box.top;
      this.change(() => this.rows.arrange([...all.slice(0, at), this.rows.make(), ...all.slice(at)]));
      this.did(this.words.inserted.replace("{row}", at + 1));
      this.keys.focus(at, 0);
    }

    appendRow() {
      const row = this.rows.make();
      this.rows.body.append(row);
      this.rows.number();
      return row;
    }

    removeRows() {
      const { top, rows } = this.chosen;
      const left = this.rows.all().filter((row) => !rows.includes(row));
      if (!left.length) left.push(this.rows.make());
      this.change(() => this.rows.arrange(left));
      this.did(this.words.removed.replace("{n}", rows.length));
      this.keys.focus(Math.min(top, left.length - 1), 0);
    }

    moveRows(by) {
      const { top, bottom, rows } = this.chosen;
      const all = this.rows.all();
      if (by < 0 ? !top : bottom === all.length - 1) return;
      const { anchor, head } = this.selection;
      this.selection.set(null, null);
      this.reorder(rows, by < 0 ? top - 1 : top + 1, rows.length);
      if (!head) return;
      this.keys.focus(head.r + by, head.c);
      this.selection.set({ ...anchor, r: anchor.r + by }, { ...head, r: head.r + by });
    }

    // Put rows so that the first of them stands at place `at`.
    reorder(rows, at) {
      const rest = this.rows.all().filter((row) => !rows.includes(row));
      rest.splice(at, 0, ...rows);
      this.change(() => this.rows.arrange(rest));
      this.did(this.words.moved.replace("{row}", at + 1));
    }

    clear(label = this.words.cleared) {
      const { rows, cells } = this.selection.box;
      this.change(() => {
        for (const row of rows) for (const cell of cells) this.set(row, cell, "");
      });
      this.did(label.replace("{n}", rows.length * cells.length));
    }

    // The first selected row down over the others; with one row selected the row above into it.
    fillDown() {
      const box = this.selection.box;
      if (!box || (box.rows.length === 1 && !box.top)) return;
      const all = this.rows.all();
      const source = box.rows.length === 1 ? all[box.top - 1] : box.rows[0];
      const targets = box.rows.length === 1 ? box.rows : box.rows.slice(1);
      this.change(() => {
        for (const row of targets) for (const cell of box.cells) this.set(row, cell, this.rows.value(source, cell));
      });
      this.did(this.words.filled);
    }

    selectRows(from, to) {
      this.keys.focus(to, 0);
      const all = this.rows.all();
      this.selection.set({ row: all[from], r: from, c: CELLS.length - 1 }, { row: all[to], r: to, c: 0, cell: "name" });
    }

    selectAll() {
      const last = this.rows.all().length - 1;
      const { head } = this.selection;
      this.selection.set({ r: last, c: CELLS.length - 1 }, { ...head, r: 0, c: 0 });
    }

    // Asking the server what times and positions mean; without an answer nothing is lost, saving asks again.
    async post(data) {
      data.set("csrfmiddlewaretoken", this.closest("form").elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(this.dataset.check, { method: "POST", body: data });
        if (answer.ok) return await answer.json();
      } catch { /* not reachable */ }
      this.say(this.words.unreachable);
      return null;
    }

    async check(places) {
      const asked = places.filter(([row, cell]) => this.isUnclear(cell, this.rows.value(row, cell)));
      if (!asked.length) return;
      const data = new FormData();
      data.set("count", this.rows.all().length);
      data.set("cells", JSON.stringify(asked.map(([row, cell]) => [cell, this.rows.value(row, cell)])));
      const answer = await this.post(data);
      if (!answer) return;
      answer.cells.forEach((told, n) => {
        const [row, cell] = asked[n];
        const control = this.rows.control(row, cell);
        if (control.value !== told.said) return; // typed on meanwhile
        if (told.value !== undefined && told.value !== told.said) {
          control.value = told.value;
          if (control === document.activeElement) this.keys.before = told.value;
        }
        row.dataset.near = told.near ? JSON.stringify(told.near) : row.dataset.near || "";
        const accepted = cell === "position" && row.dataset.keep === told.said;
        this.rows.mark(row, cell, accepted ? "" : told.error || told.note, Boolean(told.error));
      });
      this.history.states[this.history.at].values = this.rows.snapshot();
      this.sync(true);
      this.showUnknown();
    }

    isUnclear(cell, value) {
      if (!value) return false;
      if (cell === "position") {
        this.labels ||= new Set([...document.querySelectorAll("#positions option")].map((one) => one.value));
        return !this.labels.has(value);
      }
      if (cell === "next") return true;
      return TIMES.includes(cell) && !(/^\d{1,3}(\.\d)?$/.test(value) && Number(value) >= 1 && Number(value) < 480);
    }

    // Positions that the organization doesn't know, each once, with what to do about it.
    showUnknown() {
      const box = this.querySelector("[data-unknown]");
      const found = new Map();
      for (const row of this.rows.all()) {
        const said = this.rows.value(row, "position");
        if (!row.querySelector('[data-cell="position"] .stepgrid__error') || row.dataset.keep === said) continue;
        const one = found.get(said) || { rows: 0, near: JSON.parse(row.dataset.near || "[]") };
        one.rows += 1;
        found.set(said, one);
      }
      box.hidden = !found.size;
      box.querySelector("ul").replaceChildren(...[...found].map(([said, one]) => this.unknownLine(said, one)));
    }

    unknownLine(said, { rows, near }) {
      const line = document.createElement("li");
      const text = document.createElement("span");
      text.textContent = this.words.unknown.replace("{said}", said).replace("{n}", rows);
      line.append(text);
      for (const label of near) line.append(this.useButton(said, label, "", this.words.use.replace("{label}", label)));
      line.append(this.useButton(said, said, "yes", this.words.keep));
      return line;
    }

    useButton(said, value, keep, words) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--small";
      Object.assign(button.dataset, { said, use: value, keep });
      button.textContent = words;
      return button;
    }

    settleUnknown(said, value, keep) {
      this.change(() => {
        for (const row of this.rows.all()) {
          if (this.rows.value(row, "position") !== said) continue;
          if (keep) row.dataset.keep = said;
          this.rows.unmark(row, "position");
          this.rows.put(row, "position", value);
        }
      });
      this.did(this.words.settled.replace("{said}", said));
    }
  }
  customElements.define("step-grid", StepGrid);
})();
