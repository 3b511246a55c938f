// Rows drawn by their grip, with mouse, pen or finger. Alt+Up and Alt+Down do the same by keyboard.
(() => {
  "use strict";
  globalThis.stepGrid.dragging = (grid) => {
    let drawn = null;
    const { body } = grid.rows;
    body.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest(".stepgrid__grip");
      if (!grip || event.button) return;
      event.preventDefault();
      const row = grip.closest("tr");
      const box = grid.selection.box;
      const rows = box?.rows.includes(row) && !grid.selection.isSingle ? box.rows : [row];
      drawn = { rows, at: null };
      for (const one of rows) one.classList.add("is-drawn");
      body.setPointerCapture(event.pointerId);
    });
    body.addEventListener("pointermove", (event) => {
      if (!drawn) return;
      const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("tr");
      for (const one of body.querySelectorAll(".is-target, .is-target-below")) one.classList.remove("is-target", "is-target-below");
      if (!over || over.parentElement !== body || drawn.rows.includes(over)) {
        drawn.at = null;
        return;
      }
      const { top, height } = over.getBoundingClientRect();
      const below = event.clientY > top + height / 2;
      over.classList.add(below ? "is-target-below" : "is-target");
      const rest = grid.rows.all().filter((row) => !drawn.rows.includes(row));
      drawn.at = rest.indexOf(over) + (below ? 1 : 0);
    });
    const end = (keep) => {
      if (!drawn) return;
      const { rows, at } = drawn;
      drawn = null;
      for (const one of body.querySelectorAll(".is-drawn, .is-target, .is-target-below")) one.classList.remove("is-drawn", "is-target", "is-target-below");
      if (keep && at !== null) grid.reorder(rows, at);
    };
    body.addEventListener("pointerup", () => end(true));
    body.addEventListener("pointercancel", () => end(false));
  };
})();
