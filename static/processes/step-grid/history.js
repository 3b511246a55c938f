// What was done on this page, to be undone and done again; a list shows it.
(() => {
  "use strict";
  const MOST = 200;

  class History {
    constructor(rows, list, words, hold, done) {
      Object.assign(this, { rows, list, words, hold, done });
      this.states = [{ label: words.start, values: rows.snapshot() }];
      this.at = 0;
      this.show();
      this.list?.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-state]");
        if (button) this.go(Number(button.dataset.state));
      });
    }

    // Call after something was done; nothing is kept when nothing changed.
    add(label) {
      const values = this.rows.snapshot();
      if (JSON.stringify(values) === JSON.stringify(this.states[this.at].values)) return false;
      this.states.splice(this.at + 1);
      this.states.push({ label, values });
      if (this.states.length > MOST) this.states.splice(1, 1);
      this.at = this.states.length - 1;
      this.show();
      return true;
    }

    go(at) {
      if (at < 0 || at >= this.states.length || at === this.at) return false;
      const label = at < this.at ? this.words.undone : this.words.redone;
      const what = at < this.at ? this.states[at + 1].label : this.states[at].label;
      this.at = at;
      this.hold(() => this.rows.restore(this.states[at].values));
      this.show();
      this.done(label.replace("{what}", what));
      return true;
    }

    undo() {
      return this.go(this.at - 1);
    }

    redo() {
      return this.go(this.at + 1);
    }

    show() {
      if (!this.list) return;
      const lines = this.states.map((state, number) => {
        const line = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn--small btn--quiet";
        button.dataset.state = number;
        button.textContent = state.label;
        if (number === this.at) button.setAttribute("aria-current", "step");
        if (number > this.at) button.classList.add("is-undone");
        line.append(button);
        return line;
      });
      this.list.replaceChildren(...lines.reverse());
      const count = this.list.closest("details")?.querySelector(".count");
      if (count) count.textContent = this.at;
    }
  }

  globalThis.stepGrid.History = History;
})();
