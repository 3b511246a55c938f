// What was typed and not saved stays in this tab (sessionStorage), per person, address and form.
// It is offered again after an expired session or an error page, and dropped after a save and at log-out.
// form[data-draft="key"] keeps; form[data-guard] warns before the page is left.
(() => {
  "use strict";
  const PREFIX = "draft:";
  const user = document.documentElement.dataset.user || "";
  const words = document.body.dataset;
  const failed = words.status !== "200";

  // The address is the form's own: the page may have another after a refusal. A field may be called “action”.
  const home = (form) => new URL(form.getAttribute("action") || "", location).pathname;
  const keyOf = (form) => `${PREFIX}${user}:${home(form)}:${form.dataset.draft || form.id || "form"}`;
  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch { /* full or forbidden: then nothing is kept */ }
  };
  const drop = (key) => sessionStorage.removeItem(key);
  const drafts = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));

  const keeps = (field) => field.name && !field.disabled && field.name !== "csrfmiddlewaretoken" &&
    !["password", "file", "submit", "button", "hidden"].includes(field.type);
  const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
  const typed = (form) => [...form.elements].filter(keeps).map((field) =>
    isTicked(field) ? [field.name, field.value, field.checked]
      : [field.name, field.multiple ? [...field.selectedOptions].map((one) => one.value) : field.value]);

  const putBack = (form, values) => {
    const rows = form.querySelectorAll("form-rows");
    for (const [name, value, ticked] of values) {
      let found = [...form.elements].filter((field) => field.name === name);
      if (!found.length && rows.length) {
        const owner = [...rows].find((one) => name.startsWith(`${one.dataset.prefix}-`));
        owner?.addRow?.();
        found = [...form.elements].filter((field) => field.name === name);
      }
      for (const field of found) {
        if (isTicked(field)) {
          if (field.value === value) field.checked = ticked;
        } else if (field.multiple) {
          for (const option of field.options) option.selected = value.includes(option.value);
        } else {
          field.value = value;
        }
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  };

  const offer = (form, key, kept) => {
    const bar = document.createElement("div");
    bar.className = "notice draftbar";
    bar.setAttribute("role", "status");
    const text = document.createElement("div");
    const sentence = document.createElement("p");
    sentence.textContent = words.wordsDraft;
    const line = document.createElement("div");
    line.className = "row-line";
    for (const [label, className, act] of [
      [words.wordsKeep, "btn btn--small btn--main", () => putBack(form, kept.values)],
      [words.wordsDrop, "btn btn--small", () => drop(key)],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = className;
      button.textContent = label;
      button.addEventListener("click", () => {
        bar.remove();
        act();
      });
      line.append(button);
    }
    text.append(sentence, line);
    bar.append(text);
    form.prepend(bar);
  };

  // After a save the next page is a good one of the same person without that form's errors.
  const settle = () => {
    if (!user) return; // the log-in page: keep everything
    for (const key of drafts()) {
      const kept = read(key);
      if (!kept?.sent) continue;
      const shown = [...document.querySelectorAll("form[data-draft]")].find((form) => keyOf(form) === key);
      const refused = failed || shown?.querySelector("[data-focus-first], .field__errors");
      // Coming back from the log-in page the form stands there as it was before: not saved.
      const returned = document.referrer.includes("/login");
      if (refused || returned) write(key, { ...kept, sent: false });
      else drop(key);
    }
  };

  const wire = (form) => {
    if (form.dataset.kept) return;
    form.dataset.kept = "1";
    const key = keyOf(form);
    const fresh = JSON.stringify(typed(form));
    const kept = read(key);
    if (kept && JSON.stringify(kept.values) !== fresh) offer(form, key, kept);
    else if (kept) drop(key);
    let timer;
    const keep = () => {
      clearTimeout(timer);
      const values = typed(form);
      form.dataset.dirty = JSON.stringify(values) === fresh ? "" : "1";
      if (form.dataset.dirty) write(key, { values, at: Date.now(), sent: false });
      else drop(key);
    };
    form.addEventListener("input", () => {
      form.dataset.dirty = "1";
      clearTimeout(timer);
      timer = setTimeout(keep, 250);
    });
    form.addEventListener("submit", () => {
      keep();
      if (form.dataset.dirty) write(key, { values: typed(form), at: Date.now(), sent: true });
      form.dataset.dirty = "";
    });
  };

  const start = (root) => {
    if (!user) return;
    for (const form of root.querySelectorAll("form[data-draft]")) wire(form);
  };

  for (const form of document.querySelectorAll("form[data-clear-drafts]")) {
    form.addEventListener("submit", () => {
      drafts().forEach(drop);
      // Maps that were drawn and not saved (processes/canvas-saving.js) outlive the tab, not the person.
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
    });
  }
  settle();
  start(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });
  // A form sent by htmx and answered well is saved; its page stays.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form && event.detail.successful && event.detail.xhr.status < 400) drop(keyOf(form));
  });
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-dirty='1']")) event.preventDefault();
  });
})();
