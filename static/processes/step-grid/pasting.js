// Copying and pasting. From the table itself at once; from Excel, WPS and others after a look at what would come.
(() => {
  "use strict";
  const { CELLS, withTargets } = globalThis.stepGrid;
  const OURS = "application/x-sopman-cells";

  const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  class Pasting {
    constructor(grid) {
      this.grid = grid;
      this.dialog = grid.querySelector("dialog[data-paste]");
      grid.rows.body.addEventListener("copy", (event) => this.copy(event));
      grid.rows.body.addEventListener("cut", (event) => {
        if (this.copy(event)) grid.clear(grid.words.cut);
      });
      grid.rows.body.addEventListener("paste", (event) => this.paste(event));
      this.dialog.addEventListener("change", () => this.ask());
      this.dialog.querySelector("[data-paste-insert]").addEventListener("click", () => this.take(true));
      this.dialog.querySelector("[data-paste-over]").addEventListener("click", () => this.take(false));
      this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    }

    get isOff() {
      return !this.grid.isWide || !this.grid.keys.isQuiet || !this.grid.selection.head;
    }

    copy(event) {
      if (this.isOff) return false;
      const texts = this.grid.selection.texts();
      const { cells } = this.grid.selection.box;
      const html = texts.map((row) => `<tr>${row.map((t) => `<td>${escaped(t).replaceAll("\n", "<br>")}</td>`).join("")}</tr>`);
      event.clipboardData.setData("text/plain", texts.map((row) => row.map(quoted).join("\t")).join("\n"));
      event.clipboardData.setData("text/html", `<table>${html.join("")}</table>`);
      event.clipboardData.setData(OURS, JSON.stringify({ cells, rows: this.grid.selection.values() }));
      event.preventDefault();
      return true;
    }

    paste(event) {
      if (this.isOff) return;
      const ours = event.clipboardData.getData(OURS);
      const text = event.clipboardData.getData("text/plain");
      const html = event.clipboardData.getData("text/html");
      if (ours) {
        event.preventDefault();
        this.pasteOurs(JSON.parse(ours));
      } else if (/[\t\n]/.test(text.trim()) || /<table/i.test(html)) {
        event.preventDefault();
        this.source = { text, html };
        this.ask(true);
      }
    }

    // The block repeats itself over a selection that is larger.
    pasteOurs({ rows }) {
      const box = this.grid.selection.box;
      const deep = Math.max(rows.length, box.rows.length);
      const wide = Math.max(rows[0].length, box.cells.length);
      const all = this.grid.rows.all();
      this.grid.change(() => {
        for (let r = 0; r < deep; r += 1) {
          const row = all[box.top + r] || this.grid.appendRow();
          const values = rows[r % rows.length];
          for (let c = 0; c < wide && box.left + c < CELLS.length; c += 1) {
            this.grid.set(row, CELLS[box.left + c], values[c % values.length]);
          }
        }
      });
      this.grid.did(this.grid.words.pasted.replace("{n}", deep));
    }

    // What would come, told by the server; asked again when a column is chosen otherwise.
    async ask(isNew = false) {
      const data = new FormData();
      data.set("text", this.source.text);
      data.set("html", this.source.html);
      data.set("first", this.grid.selection.head.cell);
      if (!isNew) {
        data.set("headings", this.dialog.querySelector("[data-paste-headings]").checked ? "yes" : "no");
        for (const choice of this.dialog.querySelectorAll("[data-paste-table] thead select")) data.append(choice.name, choice.value);
      }
      const answer = await this.grid.post(data);
      if (!answer) return;
      this.answer = answer;
      const holder = this.dialog.querySelector("[data-paste-table]");
      holder.replaceChildren(...new DOMParser().parseFromString(answer.preview, "text/html").body.childNodes);
      this.dialog.querySelector("[data-paste-headings]").checked = answer.has_headings;
      this.dialog.querySelector("[data-paste-said]").textContent = answer.said;
      const none = !answer.rows.length;
      for (const button of this.dialog.querySelectorAll("[data-paste-insert], [data-paste-over]")) button.disabled = none;
      if (!this.dialog.open) this.dialog.showModal();
    }

    // Numbers of rows in what was pasted count from its own first row.
    take(asNew) {
      this.dialog.close();
      const { grid } = this;
      const { rows } = this.answer;
      const { top, bottom, rows: chosen } = grid.selection.box;
      const at = asNew && !grid.rows.isBlank(chosen[0]) ? bottom + 1 : top;
      let targets;
      grid.change(() => {
        targets = asNew ? this.madeRows(rows.length, at) : this.rowsFrom(rows.length, at);
        rows.forEach((values, n) => {
          for (const [cell, value] of Object.entries(values)) {
            grid.set(targets[n], cell, cell === "next" ? withTargets(value, (number) => number + at) : value);
          }
        });
      });
      grid.did(grid.words.pasted.replace("{n}", rows.length));
      grid.check(targets.flatMap((row) => ["position", "touch", "waiting", "next"].map((cell) => [row, cell])));
      grid.keys.focus(at, 0);
    }

    madeRows(count, at) {
      const { rows } = this.grid;
      const all = rows.all();
      const made = Array.from({ length: count }, () => rows.make());
      rows.arrange([...all.slice(0, at), ...made, ...all.slice(at).filter((row) => !rows.isBlank(row))]);
      return made;
    }

    rowsFrom(count, at) {
      const all = this.grid.rows.all();
      return Array.from({ length: count }, (_, n) => all[at + n] || this.grid.appendRow());
    }
  }

  globalThis.stepGrid.Pasting = Pasting;
})();
