// <zoom-map>: a drawn map made smaller, larger, or as wide as its frame: by buttons, by + − 0 and
// the arrow keys, by two fingers, by dragging with the mouse. Without JavaScript it scrolls.
(() => {
  "use strict";
  const STEPS = [0.25, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2, 3];
  const KEYS = { "+": "in", "=": "in", "-": "out", "−": "out", "0": "fit" };
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const STRIDE = 60;
  class ZoomMap extends HTMLElement {
    connectedCallback() {
      this.frame = this.querySelector(".map__scroll");
      this.svg = this.frame?.querySelector("svg");
      if (!this.svg) return;
      const box = this.svg.viewBox.baseVal;
      this.natural = (box && box.width) || this.svg.getBoundingClientRect().width;
      this.querySelector("[data-tools]").hidden = false;
      this.scale = 1;
      this.addEventListener("click", (event) => {
        const button = event.target.closest("[data-zoom]");
        if (button) this.zoom(button.dataset.zoom);
      });
      this.frame.addEventListener("keydown", (event) => this.pressed(event));
      this.frame.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
      this.followFingers();
      this.followMouse();
      if (this.frame.clientWidth >= 0.55 * this.natural) this.zoom("fit");
    }

    zoom(how) {
      let scale = this.scale;
      if (how === "fit") scale = Math.min(1, (this.frame.clientWidth - 26) / this.natural);
      else if (how === "in") scale = STEPS.find((step) => step > this.scale + 0.01) || STEPS.at(-1);
      else scale = STEPS.findLast((step) => step < this.scale - 0.01) || STEPS[0];
      const { clientWidth, clientHeight } = this.frame;
      this.scaleTo(scale, clientWidth / 2, clientHeight / 2);
    }

    // What stands at (x, y) of the frame stays there.
    scaleTo(scale, x, y) {
      const wanted = Math.min(STEPS.at(-1), Math.max(STEPS[0], scale));
      const ratio = wanted / this.scale;
      const left = (this.frame.scrollLeft + x) * ratio - x;
      const top = (this.frame.scrollTop + y) * ratio - y;
      this.scale = wanted;
      this.svg.style.maxWidth = "none";
      this.svg.style.width = `${Math.round(this.natural * wanted)}px`;
      this.svg.style.height = "auto";
      this.frame.scrollTo(left, top);
    }

    // At the edge of the map an arrow key scrolls the page: nobody is caught in here.
    pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (KEYS[event.key]) {
        event.preventDefault();
        this.zoom(KEYS[event.key]);
        return;
      }
      const [right, down] = ARROWS[event.key] || [0, 0];
      if (!right && !down) return;
      const before = [this.frame.scrollLeft, this.frame.scrollTop];
      this.frame.scrollBy(right * STRIDE, down * STRIDE);
      if (before[0] !== this.frame.scrollLeft || before[1] !== this.frame.scrollTop) event.preventDefault();
    }

    // The wheel scrolls the page as everywhere; with Ctrl, as browsers report a pinch, it zooms.
    wheeled(event) {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const place = this.frame.getBoundingClientRect();
      const by = Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 100);
      this.scaleTo(this.scale * by, event.clientX - place.left, event.clientY - place.top);
    }

    // One finger scrolls as everywhere; two pinch and carry the map along.
    followFingers() {
      let before = null;
      const spread = ([one, other]) => {
        const place = this.frame.getBoundingClientRect();
        return {
          far: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
          x: (one.clientX + other.clientX) / 2 - place.left,
          y: (one.clientY + other.clientY) / 2 - place.top,
        };
      };
      this.frame.addEventListener("touchstart", (event) => {
        before = event.touches.length === 2 ? spread(event.touches) : null;
      }, { passive: true });
      this.frame.addEventListener("touchmove", (event) => {
        if (event.touches.length !== 2 || !before) return;
        event.preventDefault();
        const now = spread(event.touches);
        this.scaleTo(this.scale * (now.far / (before.far || 1)), now.x, now.y);
        this.frame.scrollBy(before.x - now.x, before.y - now.y);
        before = now;
      }, { passive: false });
      this.frame.addEventListener("touchend", () => {
        before = null;
      });
    }

    followMouse() {
      let from = null;
      this.frame.addEventListener("pointerdown", (event) => {
        if (event.pointerType !== "mouse" || event.button !== 0) return;
        if (event.offsetX > this.frame.clientWidth || event.offsetY > this.frame.clientHeight) return;
        from = [event.clientX + this.frame.scrollLeft, event.clientY + this.frame.scrollTop];
        this.frame.setPointerCapture(event.pointerId);
        this.frame.classList.add("map__scroll--held");
      });
      this.frame.addEventListener("pointermove", (event) => {
        if (from) this.frame.scrollTo(from[0] - event.clientX, from[1] - event.clientY);
      });
      const loose = () => {
        from = null;
        this.frame.classList.remove("map__scroll--held");
      };
      this.frame.addEventListener("pointerup", loose);
      this.frame.addEventListener("pointercancel", loose);
    }
  }
  customElements.define("zoom-map", ZoomMap);
})();
