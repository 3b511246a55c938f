// <exam-answers>: every chosen answer goes to the server at once. What can't be sent stays in this tab and is tried
// again, also after a reload; the server keeps the highest seq of each question and decides about time.
(() => {
  "use strict";
  const AGAIN = 3000;
  class ExamAnswers extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.line = this.querySelector("[data-saveline]");
      if (!this.form || !this.line) return;
      this.question = this.form.elements.question.value;
      this.store = `exam:${document.documentElement.dataset.user}:${this.dataset.attempt}`;
      this.seq = Math.max(Number(this.dataset.seq || 0), this.waiting()[this.question]?.seq || 0);
      this.restore();
      this.form.addEventListener("change", () => this.keep());
      this.timer = setInterval(() => this.send(), AGAIN);
      addEventListener("online", () => this.send());
      this.send();
    }

    disconnectedCallback() {
      clearInterval(this.timer);
    }

    waiting() {
      try {
        return JSON.parse(sessionStorage.getItem(this.store)) || {};
      } catch {
        return {};
      }
    }

    setWaiting(all) {
      try {
        if (Object.keys(all).length) sessionStorage.setItem(this.store, JSON.stringify(all));
        else sessionStorage.removeItem(this.store);
      } catch { /* no storage: the answer still goes out at once */ }
    }

    fields() {
      return [...this.form.querySelectorAll(".options input")];
    }

    restore() {
      const kept = this.waiting()[this.question];
      if (!kept) return;
      for (const field of this.fields()) field.checked = kept.values.includes(field.value);
      this.tell("kept");
    }

    keep() {
      const values = this.fields().filter((field) => field.checked).map((field) => field.value);
      this.seq += 1;
      this.unsent = { question: this.question, name: this.fields()[0].name, values, seq: this.seq };
      this.setWaiting({ ...this.waiting(), [this.question]: this.unsent });
      document.querySelector(".tile[aria-current]")?.classList.toggle("tile--done", values.length > 0);
      const done = document.querySelector("[data-done]");
      if (done) done.textContent = document.querySelectorAll(".tile--done").length;
      this.send();
    }

    async send() {
      if (this.busy) return;
      const next = Object.values(this.waiting())[0] || this.unsent;
      if (!next) return;
      this.busy = true;
      this.tell("saving");
      const outcome = await this.post(next);
      this.busy = false;
      if (outcome === "kept") {
        this.tell("kept");
        return;
      }
      this.done(next);
      if (outcome.saved_at) this.tell("saved", outcome.saved_at);
      else this.tell(outcome.closed ? "over" : "refused");
      if (this.unsent || Object.keys(this.waiting()).length) this.send();
    }

    done(sent) {
      const all = this.waiting();
      if (all[sent.question]?.seq === sent.seq) delete all[sent.question];
      this.setWaiting(all);
      if (this.unsent && this.unsent.question === sent.question && this.unsent.seq === sent.seq) this.unsent = null;
    }

    async post(answer) {
      const body = new URLSearchParams({ question: answer.question, seq: answer.seq });
      for (const value of answer.values) body.append(answer.name, value);
      const token = this.form.elements.csrfmiddlewaretoken.value;
      const stop = new AbortController();
      const limit = setTimeout(() => stop.abort(), 8000);
      try {
        const reply = await fetch(this.dataset.saveUrl, {
          method: "POST", body, signal: stop.signal, credentials: "same-origin", redirect: "error",
          headers: { "X-CSRFToken": token, "X-Requested-With": "exam", Accept: "application/json" },
        });
        if (reply.status >= 500 || reply.status === 429) return "kept";
        return await reply.json();
      } catch (error) {
        return error instanceof SyntaxError ? {} : "kept";
      } finally {
        clearTimeout(limit);
      }
    }

    tell(what, time = "") {
      const text = this.line.dataset[`words${what[0].toUpperCase()}${what.slice(1)}`].replace("{time}", time);
      if (this.line.textContent === text) return;
      this.line.className = `saveline saveline--${what}`;
      this.line.textContent = text;
    }
  }
  customElements.define("exam-answers", ExamAnswers);
})();
