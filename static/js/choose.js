// Long lists are searched by typing: a <select> of more than 20 lines gets a combobox in front of it,
// more than 12 ticks get a line that narrows them. The form sends what it sent before; without
// JavaScript the plain list does. data-plain keeps a list as it is.
(() => {
  "use strict";
  const [MANY_LINES, MANY_TICKS, SHOWN] = [20, 12, 60];
  const words = document.body.dataset;
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const matcher = (typed) => {
    const parts = plain(typed).split(" ").filter(Boolean);
    return (text) => parts.every((part) => text.includes(part));
  };
  const say = (sentence, number) => (sentence || "").replace("0", number);
  let made = 0;

  class Chooser {
    constructor(select) {
      this.select = select;
      this.lines = [...select.options].map((option) => ({ option, text: plain(option.textContent) }));
      this.input = this.makeInput();
      this.list = document.createElement("ul");
      this.list.id = `chooser-${(made += 1)}`;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.labelText());
      this.status = document.createElement("p");
      this.status.setAttribute("role", "status");
      this.popup = document.createElement("div");
      this.popup.className = "chooser__popup";
      this.popup.popover = "manual";
      this.popup.append(this.list, this.status);
      this.input.setAttribute("aria-controls", this.list.id);
      select.before(this.input);
      select.after(this.popup);
      select.hidden = true;
      select.required = false;
      this.show();
      this.listen();
    }

    labelText() {
      return this.input.labels?.[0]?.textContent.trim() || this.select.getAttribute("aria-label") || "";
    }

    makeInput() {
      const { select } = this;
      const input = document.createElement("input");
      input.type = "text";
      input.className = "chooser";
      input.placeholder = words.wordsFind || "";
      input.required = select.required;
      input.disabled = select.disabled;
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
        ["autocomplete", "off"], ["spellcheck", "false"]]) input.setAttribute(name, value);
      for (const name of ["aria-describedby", "aria-invalid", "aria-label", "autofocus"]) {
        if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
      }
      input.id = select.id; // the label names what one types into
      select.id = `${select.id}-chosen`;
      return input;
    }

    listen() {
      const { input, select, list } = this;
      input.addEventListener("input", (event) => {
        event.stopPropagation(); // what counts is the choice
        this.open(input.value);
      });
      input.addEventListener("click", () => this.open(""));
      input.addEventListener("keydown", (event) => this.onKey(event));
      input.addEventListener("blur", () => {
        if (!input.value.trim()) this.choose(this.lines.find((line) => !line.option.value));
        this.close();
        this.show();
      });
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const item = event.target.closest("[role=option]");
        if (item) this.take(item);
      });
      for (const kind of ["input", "change"]) select.addEventListener(kind, () => this.show());
      select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
      addEventListener("scroll", (event) => {
        if (event.target !== this.popup) this.place();
      }, { capture: true, passive: true });
      addEventListener("resize", () => this.place(), { passive: true });
    }

    onKey(event) {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (this.isOpen()) this.move(step);
        else this.open("");
      } else if (event.key === "Enter" && this.isOpen()) {
        event.preventDefault();
        const item = this.list.querySelector("[data-active]") || this.onlyItem();
        if (item) this.take(item);
      } else if (event.key === "Escape" && this.isOpen()) {
        event.preventDefault();
        event.stopPropagation();
        this.close();
        this.show();
      }
    }

    onlyItem() {
      return this.list.children.length === 1 ? this.list.firstElementChild : null;
    }

    isOpen() {
      return this.popup.matches(":popover-open");
    }

    open(typed) {
      const fits = matcher(typed);
      const found = this.lines.filter((line) => line.option.value && fits(line.text));
      this.list.replaceChildren(...found.slice(0, SHOWN).map((line, number) => this.item(line, number)));
      const more = found.length - SHOWN;
      this.status.textContent = !found.length ? words.wordsNone || "" : more > 0 ? say(words.wordsMore, more) : "";
      this.list.hidden = !found.length;
      if (!this.isOpen()) this.popup.showPopover();
      this.input.setAttribute("aria-expanded", "true");
      this.input.removeAttribute("aria-activedescendant");
      this.place();
      this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    }

    item(line, number) {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(line.option.selected));
      item.textContent = line.option.textContent.trim();
      item.line = line;
      return item;
    }

    move(step) {
      const items = [...this.list.children];
      if (!items.length) return;
      const now = items.findIndex((item) => "active" in item.dataset);
      const next = now < 0 ? (step > 0 ? 0 : items.length - 1) : (now + step + items.length) % items.length;
      if (now >= 0) delete items[now].dataset.active;
      items[next].dataset.active = "";
      items[next].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", items[next].id);
    }

    take(item) {
      this.choose(item.line);
      this.close();
      this.show();
      this.input.focus();
    }

    choose(line) {
      if (!line || line.option.selected) return;
      line.option.selected = true;
      for (const kind of ["input", "change"]) this.select.dispatchEvent(new Event(kind, { bubbles: true }));
    }

    close() {
      if (this.isOpen()) this.popup.hidePopover();
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    show() {
      const option = this.select.selectedOptions[0];
      this.input.value = option?.value ? option.textContent.trim() : "";
    }

    // Above everything, also above a dialog that clips; upwards where there is more room.
    place() {
      if (!this.isOpen()) return;
      const box = this.input.getBoundingClientRect();
      const below = innerHeight - box.bottom;
      const upwards = below < 220 && box.top > below;
      const { style } = this.popup;
      style.left = `${box.left}px`;
      style.width = `${box.width}px`;
      style.maxHeight = `${Math.min(320, (upwards ? box.top : below) - 12)}px`;
      style.top = upwards ? "auto" : `${box.bottom + 4}px`;
      style.bottom = upwards ? `${innerHeight - box.top + 4}px` : "auto";
    }
  }

  const narrow = (choices) => {
    const lines = [...choices.querySelectorAll(":scope > .choice")].map((element) => ({
      element, text: plain(element.textContent), tick: element.querySelector("input"),
    }));
    const search = document.createElement("input");
    search.type = "search";
    search.className = "choices__search";
    search.placeholder = words.wordsFind || "";
    search.setAttribute("aria-label", words.wordsFind || "");
    const count = document.createElement("p");
    count.className = "field__hint";
    count.setAttribute("role", "status");
    const tell = () => {
      const number = lines.filter((line) => line.tick.checked).length;
      count.textContent = number ? say(words.wordsChosen, number) : "";
    };
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const fits = matcher(search.value);
      for (const line of lines) line.element.hidden = !line.tick.checked && !fits(line.text);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it narrows, it sends nothing
    });
    choices.addEventListener("input", tell);
    choices.before(search);
    choices.after(count);
    tell();
  };

  const start = (root) => {
    for (const select of root.querySelectorAll("select:not([multiple], [data-plain], [hidden])")) {
      if (select.options.length > MANY_LINES && select.id && !select.closest("table, [data-plain]")) new Chooser(select);
    }
    for (const choices of root.querySelectorAll(".choices:not([data-narrowed])")) {
      if (choices.querySelectorAll(":scope > .choice > input[type=checkbox]").length <= MANY_TICKS) continue;
      choices.dataset.narrowed = "";
      narrow(choices);
    }
  };
  start(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });
  document.addEventListener("formset:added", (event) => start(event.target));
})();
