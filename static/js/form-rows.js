// <form-rows>: add and remove rows of a Django formset. Without JavaScript the blank rows and the ticks do.
(() => {
  "use strict";
  class FormRows extends HTMLElement {
    connectedCallback() {
      this.list = this.querySelector("[data-rows]");
      this.total = this.querySelector(`[name="${this.dataset.prefix}-TOTAL_FORMS"]`);
      const add = this.querySelector("[data-add]");
      if (!this.list || !this.total || !add || this.ready) return;
      this.ready = true;
      add.hidden = false;
      add.addEventListener("click", () => this.addRow());
      this.hideBlankRows();
      for (const row of this.list.children) this.wireRemove(row);
    }

    // One blank row is enough once the button works.
    hideBlankRows() {
      const blank = [...this.list.children].filter((row) => this.isBlank(row));
      blank.slice(1).forEach((row) => row.remove());
      if (blank.length > 1) this.renumber();
    }

    isBlank(row) {
      const id = row.querySelector(`[name$="-id"]`);
      if ((id && id.value) || row.querySelector(".field--error, .field__errors")) return false;
      const initial = Number(this.querySelector(`[name="${this.dataset.prefix}-INITIAL_FORMS"]`)?.value || 0);
      if ([...this.list.children].indexOf(row) < initial) return false;
      return [...row.querySelectorAll("input:not([type=hidden]), select, textarea")].every((field) =>
        field.type === "checkbox" || field.type === "radio" ? field.checked === field.defaultChecked
          : field.tagName === "SELECT" ? true : !field.value);
    }

    addRow() {
      const template = this.querySelector(":scope > template");
      const holder = document.createElement("ol");
      holder.append(template.content.cloneNode(true));
      const number = Number(this.total.value);
      for (const part of holder.querySelectorAll("*")) {
        for (const name of ["name", "id", "for", "aria-describedby", "href"]) {
          const value = part.getAttribute(name);
          if (value?.includes("__prefix__")) part.setAttribute(name, value.replaceAll("__prefix__", number));
        }
      }
      const row = holder.firstElementChild;
      this.list.append(row);
      this.total.value = number + 1;
      this.wireRemove(row);
      window.htmx?.process(row);
      row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
    }

    wireRemove(row) {
      const holder = row.querySelector(".rows__remove");
      const tick = holder?.querySelector("input[type=checkbox]");
      if (!tick) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--small btn--quiet";
      button.textContent = holder.dataset.removeLabel;
      tick.closest("label").hidden = true;
      holder.append(button);
      button.addEventListener("click", () => {
        tick.checked = true;
        row.hidden = true;
        for (const field of row.querySelectorAll("[required]")) field.required = false;
        this.dispatchEvent(new Event("input", { bubbles: true }));
        this.querySelector("[data-add]").focus();
      });
      if (tick.checked) row.hidden = true;
    }

    renumber() {
      [...this.list.children].forEach((row, number) => {
        const old = new RegExp(`${this.dataset.prefix}-\\d+-`, "g");
        for (const part of row.querySelectorAll("*")) {
          for (const name of ["name", "id", "for", "aria-describedby"]) {
            const value = part.getAttribute(name);
            if (value) part.setAttribute(name, value.replace(old, `${this.dataset.prefix}-${number}-`));
          }
        }
      });
      this.total.value = this.list.children.length;
    }
  }
  customElements.define("form-rows", FormRows);
})();
