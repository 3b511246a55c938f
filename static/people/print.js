// The print button of the sheet of one-time passwords; without JavaScript the browser's own menu prints.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.addEventListener("click", () => window.print());
});
