// Small things every page does: menus close, errors get the focus, tables keep their roles and scroll by keyboard, no double click.
(() => {
  "use strict";

  const closeMenus = (but) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== but) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement?.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A table shown as cards is no table to a screen reader unless it says so.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const keepRoles = (root) => {
    for (const table of root.querySelectorAll("table.table--cards:not([role])")) {
      for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
        const role = ROLES[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader");
        part.setAttribute("role", role);
      }
    }
  };

  // A table wider than its place is scrolled by keyboard too.
  const asWide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
      const name = target.querySelector("caption")?.textContent.trim();
      if (scrolls && name) {
        target.setAttribute("role", "region");
        target.setAttribute("aria-label", name);
      } else target.removeAttribute("role");
      if (!scrolls) target.removeAttribute("aria-label");
    }
  });
  const letScroll = (root) => {
    for (const place of root.querySelectorAll(".tablewrap:not([tabindex])")) asWide.observe(place);
  };

  const meetErrors = (root) => {
    const first = root.querySelector("[data-focus-first]");
    if (first) first.focus({ preventScroll: false });
  };

  const start = (root) => {
    keepRoles(root);
    letScroll(root);
    meetErrors(root);
  };
  start(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });

  // data-once: the second click of a double click goes nowhere. The server refuses it too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once], .form") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // A link from the error summary puts the cursor into its field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".notice__list a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    const control = field?.querySelector("input, select, textarea");
    if (control) {
      event.preventDefault();
      control.focus();
    }
  });
})();
