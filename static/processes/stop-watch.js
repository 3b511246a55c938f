// <stop-watch>: times one case through the activities of a map. A cycle is a list of taps, kept in IndexedDB with every
// tap, so that a reload goes on where it was. A finished cycle waits there until the server has it; its client id makes
// it one cycle however often it is sent.
(() => {
  "use strict";
  const AGAIN = 5000;
  const HEADERS = { "Content-Type": "application/json", Accept: "application/json", "X-Requested-With": "stopwatch" };

  const opened = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("sopman-stopwatch", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("running");
      request.result.createObjectStore("queue");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // What is kept on the device; where the browser keeps nothing it lives as long as the page.
  class Store {
    static async open() {
      const store = new Store();
      store.memory = { running: new Map(), queue: new Map() };
      try {
        store.db = await opened();
      } catch {
        store.db = null;
      }
      return store;
    }

    ask(name, mode, work) {
      return new Promise((resolve, reject) => {
        const request = work(this.db.transaction(name, mode).objectStore(name));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    }

    async put(name, key, value) {
      if (this.db) await this.ask(name, "readwrite", (rows) => rows.put(value, key));
      else this.memory[name].set(key, value);
    }

    async get(name, key) {
      return this.db ? this.ask(name, "readonly", (rows) => rows.get(key)) : this.memory[name].get(key);
    }

    async all(name) {
      return this.db ? this.ask(name, "readonly", (rows) => rows.getAll()) : [...this.memory[name].values()];
    }

    async drop(name, key) {
      if (this.db) await this.ask(name, "readwrite", (rows) => rows.delete(key));
      else this.memory[name].delete(key);
    }
  }

  // Taps to laps. Times are milliseconds of the device's clock.
  function read(taps, now) {
    const told = { laps: [], step: null, paused: false, spent: 0, off: 0 };
    let before = taps.length ? taps[0].t : now;
    const end = () => {
      told.laps[told.laps.length - 1].touch = told.spent;
      told.laps[told.laps.length - 1].interrupted += told.off;
      Object.assign(told, { step: null, spent: 0, off: 0 });
    };
    for (const tap of [...taps, { t: now, kind: "now" }]) {
      told[told.paused ? "off" : "spent"] += tap.t - before;
      before = tap.t;
      if (tap.kind === "pause") told.paused = true;
      if (tap.kind === "go") told.paused = false;
      if (tap.kind !== "tap") continue;
      told.paused = false;
      const same = told.step === tap.step;
      if (told.step) end();
      if (same) continue;
      told.laps.push({ step: tap.step, waiting: told.spent, interrupted: told.off, touch: null });
      Object.assign(told, { step: tap.step, spent: 0, off: 0 });
    }
    return told;
  }

  const clock = (ms) => {
    const whole = Math.max(0, Math.floor(ms / 1000));
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
  };
  const seconds = (ms) => Math.round(ms / 1000);

  class StopWatch extends HTMLElement {
    async connectedCallback() {
      this.user = document.documentElement.dataset.user || "";
      this.key = `${this.user}:${this.dataset.record}`;
      this.rows = new Map([...this.querySelectorAll("[data-step]")].map((row) => [row.dataset.step, row]));
      this.piece = (name) => this.querySelector(`[data-${name}]`);
      this.taps = [];
      this.remarks = {};
      this.store = await Store.open();
      if (!this.store.db) this.say(this.dataset.wordsStore);
      const kept = await this.store.get("running", this.key);
      if (kept) Object.assign(this, kept);
      this.listen();
      this.hidden = false;
      this.show();
      this.ticking = setInterval(() => this.tick(), 500);
      this.sending = setInterval(() => this.send(), AGAIN);
      await this.send(true);
    }

    disconnectedCallback() {
      clearInterval(this.ticking);
      clearInterval(this.sending);
    }

    listen() {
      const on = (name, work) => this.piece(name).addEventListener("click", work);
      on("start", () => this.begin());
      on("pause", () => this.pause());
      on("undo", () => this.undo());
      on("finish", () => this.finish());
      on("drop", () => window.confirm(this.dataset.wordsDrop) && this.clear());
      for (const [step, row] of this.rows) {
        row.querySelector("[data-tap]").addEventListener("click", () => this.tap(step));
        row.querySelector("[data-remark]").addEventListener("change", (event) => {
          this.remarks[step] = event.target.value;
          this.keep();
        });
      }
      addEventListener("online", () => this.send());
      document.addEventListener("keydown", (event) => this.press(event));
    }

    press(event) {
      const target = event.target;
      if (!this.taps.length || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (target.closest("input, textarea, select, summary, [contenteditable]")) return;
      const step = [...this.rows.keys()][Number(event.key) - 1];
      if (/^[1-9]$/.test(event.key) && step) this.tap(step);
      else if (event.key === " " && !target.closest("button, a")) this.pause();
      else if (event.key.toLowerCase() === "z") this.undo();
      else return;
      event.preventDefault();
    }

    // The cycle

    begin() {
      if (this.taps.length) return;
      this.client = newId();
      this.remarks = {};
      this.add({ kind: "start" });
      this.rows.values().next().value.querySelector("[data-tap]").focus();
    }

    tap(step) {
      if (this.taps.length) this.add({ kind: "tap", step });
    }

    pause() {
      if (this.taps.length) this.add({ kind: read(this.taps, Date.now()).paused ? "go" : "pause" });
    }

    add(tap) {
      this.taps.push({ t: Date.now(), ...tap });
      this.keep();
      this.show();
    }

    undo() {
      if (this.taps.length < 2) return;
      this.taps.pop();
      this.keep();
      this.show();
      this.say(this.dataset.wordsUndone);
    }

    async keep() {
      const { client, taps, remarks } = this;
      await this.store.put("running", this.key, { client, taps, remarks });
    }

    async clear() {
      this.taps = [];
      this.remarks = {};
      await this.store.drop("running", this.key);
      this.show();
    }

    async finish() {
      const now = Date.now();
      const told = read(this.taps, now);
      if (told.step) {
        const last = told.laps[told.laps.length - 1];
        last.touch = told.spent;
        last.interrupted += told.off;
      }
      if (told.laps.length) await this.queue(told.laps, now);
      await this.clear();
      this.piece("start").focus();
      if (told.laps.length) await this.send();
      else this.say(this.dataset.wordsNothing);
    }

    async queue(laps, now) {
      const said = new Set();
      const body = {
        client_id: this.client,
        started_at: new Date(this.taps[0].t).toISOString(),
        ended_at: new Date(now).toISOString(),
        laps: laps.map((lap) => {
          const remark = said.has(lap.step) ? "" : this.remarks[lap.step] || "";
          said.add(lap.step);
          return {
            step: lap.step, touch: seconds(lap.touch), waiting: seconds(lap.waiting),
            interrupted: seconds(lap.interrupted), remark,
          };
        }),
      };
      const entry = { key: this.client, user: this.user, url: this.dataset.saveUrl, body };
      await this.store.put("queue", this.client, entry);
    }

    // The screen

    show() {
      const now = Date.now();
      const told = read(this.taps, now);
      const runs = this.taps.length > 0;
      this.piece("start").hidden = runs;
      for (const name of ["pause", "undo", "finish", "drop"]) this.piece(name).hidden = !runs;
      this.piece("undo").disabled = this.taps.length < 2;
      const words = this.piece("pause-words");
      words.textContent = told.paused ? words.dataset.off : words.dataset.on;
      for (const [step, row] of this.rows) {
        const tap = row.querySelector("[data-tap]");
        const laps = told.laps.filter((lap) => lap.step === step);
        tap.disabled = !runs;
        tap.setAttribute("aria-pressed", String(told.step === step));
        row.querySelector("[data-laps]").textContent = laps
          .map((lap) => (lap.touch === null ? "…" : clock(lap.touch))).join(" · ");
        const remark = row.querySelector("[data-remark]");
        remark.hidden = !laps.length;
        if (document.activeElement !== remark) remark.value = this.remarks[step] || "";
      }
      this.tick();
    }

    tick() {
      const told = read(this.taps, Date.now());
      this.piece("clock").textContent = clock(told.spent);
      const state = !this.taps.length ? "Ready" : told.paused ? "Paused" : told.step ? "Touch" : "Waiting";
      const name = told.step ? this.rows.get(told.step)?.querySelector(".stopwatch__name").textContent : "";
      const words = [name, this.dataset[`words${state}`]].filter(Boolean).join(" · ");
      if (this.piece("state").textContent !== words) this.piece("state").textContent = words;
    }

    say(words, notes = []) {
      this.piece("saveline").textContent = words;
      this.piece("said").replaceChildren(...notes.map((note) => {
        const line = document.createElement("li");
        line.textContent = note;
        return line;
      }));
    }

    // To the server

    async send(first = false) {
      if (this.busy || !this.store) return;
      this.busy = true;
      try {
        const mine = (await this.store.all("queue")).filter((entry) => entry.user === this.user);
        for (const entry of mine.filter((one) => first || !one.refused)) {
          if (!(await this.deliver(entry, mine.length))) break;
        }
      } finally {
        this.busy = false;
      }
    }

    // Whether the next one may be tried.
    async deliver(entry, waiting) {
      const reply = await this.post(entry);
      if (reply.saved) {
        await this.store.drop("queue", entry.key);
        this.say(this.dataset.wordsSaved, reply.notes || []);
        return true;
      }
      if (reply.reasons) {
        await this.store.put("queue", entry.key, { ...entry, refused: true });
        this.say(this.dataset.wordsRefused, reply.reasons);
        return true;
      }
      this.say(reply.signedOut ? this.dataset.wordsLogin : `${this.dataset.wordsKept} ${waiting}`);
      return false;
    }

    async post(entry, again = true) {
      const stop = new AbortController();
      const limit = setTimeout(() => stop.abort(), 10000);
      try {
        const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
        const reply = await fetch(entry.url, {
          method: "POST", body: JSON.stringify(entry.body), signal: stop.signal, credentials: "same-origin",
          redirect: "manual", headers: { ...HEADERS, "X-CSRFToken": token },
        });
        if (reply.type === "opaqueredirect") return { signedOut: true };
        if (reply.status === 403 && again && (await this.freshToken())) return await this.post(entry, false);
        if (reply.status === 403) return { signedOut: true };
        if (reply.status >= 500 || reply.status === 429) return {};
        return await reply.json();
      } catch {
        return {};
      } finally {
        clearTimeout(limit);
      }
    }

    // Whoever has signed in again has another token.
    async freshToken() {
      const reply = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
      if (!reply.ok) return false;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.querySelector("stop-watch [name=csrfmiddlewaretoken]");
      if (fresh) this.querySelector("[name=csrfmiddlewaretoken]").value = fresh.value;
      return Boolean(fresh);
    }
  }

  // Also without a secure context, where phones on a local network are.
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  customElements.define("stop-watch", StopWatch);
})();
