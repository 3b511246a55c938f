// Asking first. form[data-confirm="sentence"] asks in a dialog; a[data-dialog] opens the form of its page in one.
// Without JavaScript the form is sent, and the link leads to the page.
(() => {
  "use strict";
  const words = document.body.dataset;

  const dialogWith = (...parts) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.append(...parts);
    document.body.append(dialog);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
    return dialog;
  };

  const button = (className, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = text;
    return made;
  };

  const ask = (form, submitter) => {
    const sentence = document.createElement("p");
    sentence.className = "dialog__words";
    sentence.id = "dialog-words";
    sentence.textContent = form.dataset.confirm;
    const bar = document.createElement("div");
    bar.className = "savebar";
    const no = button("btn btn--quiet", words.wordsNo);
    no.dataset.close = "";
    const bad = submitter?.classList.contains("btn--bad");
    const yes = button(`btn btn--${bad ? "bad" : "main"}`, submitter?.textContent.trim() || words.wordsYes);
    yes.addEventListener("click", () => {
      form.dataset.confirmed = "1";
      form.requestSubmit(submitter);
    });
    bar.append(no, yes);
    const dialog = dialogWith(sentence, bar);
    dialog.setAttribute("aria-labelledby", "dialog-words");
    dialog.showModal();
    no.focus();
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-confirm]") || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, event.submitter);
  }, true);

  const openPage = async (link) => {
    let page;
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error();
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.assign(link.href);
      return;
    }
    const form = page.querySelector("form.confirm");
    if (!form) {
      location.assign(link.href);
      return;
    }
    form.action = form.getAttribute("action") || link.href;
    const title = form.querySelector(".confirm__title");
    const dialog = dialogWith(document.adoptNode(form));
    if (title) {
      title.id = "dialog-title";
      dialog.setAttribute("aria-labelledby", "dialog-title");
    }
    dialog.showModal();
    window.htmx?.process(form);
    form.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true })); // what wires new content wires this too
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    openPage(link);
  });
})();
