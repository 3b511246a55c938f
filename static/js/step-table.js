// <step-table>: a table of fields used like a grid. Alt+Up/Down: the same column one row up or down; Enter: one row down.
(() => {
  "use strict";
  const CONTROLS = "input:not([type=hidden]), select, textarea";
  class StepTable extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", (event) => {
        if (event.isComposing || event.keyCode === 229 || !event.target.matches?.(CONTROLS)) return;
        const enter = event.key === "Enter" && !event.shiftKey && event.target.tagName !== "TEXTAREA" && event.target.tagName !== "SELECT";
        const down = (event.altKey && event.key === "ArrowDown") || enter;
        const up = event.altKey && event.key === "ArrowUp";
        if (!down && !up) return;
        const next = this.neighbour(event.target, up ? -1 : 1);
        event.preventDefault(); // Enter in a cell goes down; it does not send the form
        if (next) {
          next.focus();
          next.select?.();
        }
      });
    }

    neighbour(control, by) {
      const cell = control.closest("td, th");
      const rows = [...this.querySelectorAll("tbody tr")];
      const column = [...cell.parentElement.children].indexOf(cell);
      for (let at = rows.indexOf(cell.parentElement) + by; rows[at]; at += by) {
        const found = rows[at].children[column]?.querySelector(CONTROLS);
        if (found && !found.disabled && found.offsetParent) return found;
      }
      return null;
    }
  }
  customElements.define("step-table", StepTable);
})();
