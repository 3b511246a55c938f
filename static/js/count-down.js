// <count-down>: time left by the server's clock. data-now was the server's time when it made the page; from then on
// the browser only measures how long ago that was, so a wrong or changed clock of the device does no harm.
(() => {
  "use strict";
  const SPOKEN = [10, 5, 1];
  class CountDown extends HTMLElement {
    connectedCallback() {
      const total = Date.parse(this.dataset.deadline) - Date.parse(this.dataset.now);
      this.face = this.querySelector("[data-face]");
      this.say = this.querySelector("[data-say]");
      const waited = performance.now();
      this.left = () => Math.max(0, total - (performance.now() - waited));
      this.last = this.left() / 60000;
      this.tick();
      this.timer = setInterval(() => this.tick(), 500);
    }

    disconnectedCallback() {
      clearInterval(this.timer);
    }

    tick() {
      const seconds = Math.ceil(this.left() / 1000);
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      const two = (n) => String(n).padStart(2, "0");
      this.face.textContent = hours ? `${hours}:${two(minutes % 60)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
      this.classList.toggle("timer--soon", seconds < 300 && seconds > 0);
      this.classList.toggle("timer--over", seconds === 0);
      const passed = SPOKEN.find((mark) => this.last > mark && seconds / 60 <= mark && seconds > 0);
      this.last = seconds / 60;
      if (passed) this.say.textContent = passed === 1 ? this.dataset.wordsLast : this.dataset.wordsLeft.replace("{n}", passed);
      if (seconds === 0) this.over();
    }

    over() {
      clearInterval(this.timer);
      this.say.textContent = this.dataset.wordsOver;
      this.dispatchEvent(new CustomEvent("time-over", { bubbles: true }));
      const form = this.dataset.handIn && document.getElementById(this.dataset.handIn);
      if (form) {
        delete form.dataset.confirm;
        form.dataset.confirmed = "1";
        form.requestSubmit();
      }
    }
  }
  customElements.define("count-down", CountDown);
})();
