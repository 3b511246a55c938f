// The dialog for “goes on with”: next row, another row, a decision with shares, parallel parts. It writes one line of text.
(() => {
  "use strict";

  class Branches {
    constructor(grid) {
      this.grid = grid;
      this.dialog = grid.querySelector("dialog[data-branches]");
      this.form = this.dialog.querySelector("[data-branches-form]");
      this.dialog.addEventListener("change", () => this.show());
      this.dialog.addEventListener("input", () => this.show());
      this.dialog.querySelector("[data-ok]").addEventListener("click", () => this.take());
      this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
      this.dialog.addEventListener("close", () => this.grid.keys.focus(this.at, globalThis.stepGrid.CELLS.indexOf("next")));
    }

    field(name) {
      return this.dialog.querySelector(`[data-field="${name}"]`);
    }

    ways() {
      return [...this.dialog.querySelectorAll("[data-way]")];
    }

    get kind() {
      return this.dialog.querySelector("[data-kind]:checked").value;
    }

    open() {
      const head = this.grid.selection.head;
      if (!head) return;
      this.at = this.grid.rows.all().indexOf(head.row);
      this.row = head.row;
      for (const list of this.dialog.querySelectorAll("[data-targets]")) this.fill(list);
      this.dialog.querySelector("[data-branches-name]").textContent = this.grid.rows.value(this.row, "name");
      this.read(this.grid.rows.value(this.row, "next"));
      this.show();
      this.dialog.showModal();
    }

    fill(list) {
      const options = this.grid.rows.all().flatMap((row, at) => {
        if (this.grid.rows.isBlank(row)) return [];
        const option = new Option(`${at + 1}. ${this.grid.rows.value(row, "name")}`, String(at + 1));
        return [option];
      });
      const end = list.dataset.targets === "rows" ? [] : [new Option(this.grid.words.endOf, this.grid.words.end)];
      list.replaceChildren(new Option("—", ""), ...options, ...end);
    }

    // The line as it stands; what it can't be read as begins anew.
    read(text) {
      const parts = text.normalize("NFKC").replaceAll("->", "→").trim();
      const set = (kind) => {
        this.dialog.querySelector(`[data-kind][value="${kind}"]`).checked = true;
      };
      for (const way of this.ways()) for (const field of way.querySelectorAll("input, select")) field.value = "";
      for (const name of ["question", "join"]) this.field(name).value = "";
      const target = (said) => (/^\d+$/.test(said) ? said : this.grid.words.end);
      const fork = /^(?:并行|同时|parallel)\s*:?\s*([\d\s,、]+?)(?:\s*(?:汇合|join)\s*(\d+))?$/i.exec(parts);
      const jump = /^→?\s*(\d+|\S+)$/.exec(parts);
      if (!parts) set("next");
      else if (fork) {
        set("fork");
        fork[1].split(/[\s,、]+/).filter(Boolean).forEach((number, n) => this.put(n, "", number, ""));
        this.field("join").value = fork[2] || "";
      } else if (jump) {
        set("jump");
        this.put(0, "", target(jump[1]), "");
      } else {
        set("decision");
        const asked = /^([^;→]*?[?])\s*(.+)$/.exec(parts);
        if (asked) this.field("question").value = asked[1];
        (asked ? asked[2] : parts).split(/\s*;\s*/).forEach((one, n) => {
          const way = /^(.*?)\s*→\s*(\d+|\S+?)\s*(?:\(?([\d.]+)\s*%\)?)?$/.exec(one);
          if (way) this.put(n, way[1], target(way[2]), way[3] || "");
        });
      }
    }

    put(n, condition, target, share) {
      const way = this.ways()[n];
      if (!way) return;
      way.querySelector("[data-condition]").value = condition;
      way.querySelector("[data-targets]").value = target;
      way.querySelector("[data-share]").value = share;
    }

    said() {
      return this.ways().map((way) => ({
        condition: way.querySelector("[data-condition]").value.trim(),
        target: way.querySelector("[data-targets]").value,
        share: way.querySelector("[data-share]").value.trim().replace(",", "."),
      })).filter((way) => way.target);
    }

    text() {
      const ways = this.said();
      if (this.kind === "next") return "";
      if (this.kind === "jump") return ways.length ? `→ ${ways[0].target}` : "";
      if (this.kind === "fork") {
        const join = this.field("join").value;
        const parts = ways.map((way) => way.target).join(", ");
        return `${this.grid.words.parallel} ${parts}${join ? ` ${this.grid.words.join} ${join}` : ""}`;
      }
      const question = this.field("question").value.trim().replace(/[?？]?$/, "？");
      const line = ways.map((way) => `${way.condition} → ${way.target}${way.share ? ` ${way.share}%` : ""}`).join("; ");
      return question === "？" ? line : `${question} ${line}`;
    }

    show() {
      const kind = this.kind;
      this.dialog.dataset.showing = kind;
      this.ways().forEach((way, n) => {
        const used = this.said().length;
        way.hidden = kind === "next" || (kind === "jump" ? n > 0 : n > Math.max(used, 1));
      });
      const shares = this.said().map((way) => way.share).filter(Boolean).map(Number);
      const total = Math.round(shares.reduce((sum, one) => sum + one, 0) * 100) / 100;
      const note = this.dialog.querySelector("[data-total]");
      note.hidden = kind !== "decision" || !shares.length;
      note.textContent = this.grid.words.total.replace("{total}", total);
      note.classList.toggle("stepgrid__error", total > 100 || (shares.length === this.said().length && total !== 100));
    }

    take() {
      this.grid.set(this.row, "next", this.text());
      this.grid.did(this.grid.words.branches.replace("{row}", this.at + 1));
      this.grid.check([[this.row, "next"]]);
      this.dialog.close();
    }
  }

  globalThis.stepGrid.Branches = Branches;
})();
