// <zoom-map>: a drawn map made smaller, larger, or as wide as its frame. Without JavaScript it scrolls.
(() => {
  "use strict";
  const STEPS = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2];
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
      if (this.frame.clientWidth >= 0.55 * this.natural) this.zoom("fit");
    }

    zoom(how) {
      if (how === "fit") this.scale = Math.min(1, (this.frame.clientWidth - 26) / this.natural);
      else if (how === "in") this.scale = STEPS.find((step) => step > this.scale + 0.01) || STEPS.at(-1);
      else this.scale = STEPS.findLast((step) => step < this.scale - 0.01) || STEPS[0];
      this.svg.style.maxWidth = "none";
      this.svg.style.width = `${Math.round(this.natural * this.scale)}px`;
      this.svg.style.height = "auto";
    }
  }
  customElements.define("zoom-map", ZoomMap);
})();
