// Two people on one map: who else has it open, and how two edits are put together.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const EVERY = 20_000;

  const made = (tag, className, words) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (words) element.textContent = words;
    return element;
  };

  // In one go: a name may hold digits itself.
  const filled = (sentence, ...values) => sentence.replace(/[01]/g, (place) => values[place]);

  sopCanvas.listInto = (list, sentences) => list.replaceChildren(...sentences.map((one) => made("li", "", one)));

  const choice = (conflict, side, label) => {
    const line = made("label", "choice");
    const input = made("input");
    Object.assign(input, { type: "radio", name: conflict.key, value: side, required: true });
    const words = made("span");
    words.append(made("b", "", `${label}: `), conflict[side]);
    line.append(input, words);
    return line;
  };

  sopCanvas.fillOffer = (dialog, stale, words) => {
    dialog.querySelector("[data-who]").textContent = filled(words.savedby, stale.by, stale.at);
    for (const side of ["theirs", "mine"]) {
      dialog.querySelector(`[data-side=${side}]`).hidden = !stale[side].length;
      sopCanvas.listInto(dialog.querySelector(`[data-side=${side}] ul`), stale[side]);
    }
    dialog.querySelector("[data-conflicts]").replaceChildren(...stale.conflicts.map((conflict) => {
      const block = made("fieldset", "canvas__conflict");
      block.append(made("legend", "", conflict.title), choice(conflict, "theirs", words.theirs), choice(conflict, "mine", words.yours));
      return block;
    }));
  };

  // A lease that this page renews; the server's clock decides when it has run out.
  sopCanvas.Presence = class {
    constructor(page, data) {
      Object.assign(this, { page, data, words: data.words });
      this.notice = page.querySelector("[data-others]");
      this.first = this.ping();
      this.timer = setInterval(() => document.hidden || this.ping(), EVERY);
      document.addEventListener("visibilitychange", () => document.hidden || this.ping());
      addEventListener("pagehide", () => sopCanvas.leave(data.presence));
    }

    async ping() {
      try {
        const { status, told } = await sopCanvas.post(this.data.presence, {});
        if (status === 200 && told) this.show(told);
      } catch { /* not reachable: the next time */ }
    }

    show({ others, revision }) {
      const lines = others.map(([name, at]) => filled(this.words.onemap, name, at));
      if (revision > this.page.saving.revision) lines.push(this.words.moved);
      const told = lines.join(" ");
      if (told === this.told) return;
      this.told = told;
      this.notice.hidden = !told;
      this.notice.querySelector("p").textContent = told;
    }
  };
})();
