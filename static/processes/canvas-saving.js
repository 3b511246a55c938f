// Saving: the whole map goes to the server with the revision it was opened at. What is not saved yet
// is kept in this browser (per person and map) and offered again after a reload or a lost session.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const { factsOf } = sopCanvas;

  let token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"];

  // Logged in again in another tab: this page's token is of the old session.
  const freshToken = async () => {
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    token = JSON.parse(page.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || token;
  };

  const send = async (url, fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    const answer = await fetch(url, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token } });
    const is_json = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.status, type: answer.type, told: is_json ? await answer.json() : null };
  };

  sopCanvas.post = async (url, fields) => {
    const first = await send(url, fields);
    if (first.status !== 403 || first.told) return first;
    await freshToken();
    return send(url, fields);
  };

  // While the page goes away: nobody waits for the answer.
  sopCanvas.leave = (url) => {
    const body = new FormData();
    body.append("leave", "yes");
    fetch(url, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {});
  };

  sopCanvas.Draft = class {
    constructor(key) {
      this.key = `draft:canvas:${document.documentElement.dataset.user}:${key}`;
    }

    read() {
      try {
        return JSON.parse(localStorage.getItem(this.key));
      } catch {
        return null;
      }
    }

    // False where the browser keeps nothing: full, or forbidden.
    keep(xml, revision) {
      try {
        localStorage.setItem(this.key, JSON.stringify({ xml, revision }));
        return true;
      } catch {
        return false;
      }
    }

    drop() {
      localStorage.removeItem(this.key);
    }
  };

  // Identities and positions that the server gave are taken over without a step of undo.
  sopCanvas.takeOver = (modeler, stored) => {
    const [registry, factory] = [modeler.get("elementRegistry"), modeler.get("bpmnFactory")];
    for (const [id, step] of Object.entries(stored.steps)) {
      const element = registry.get(id);
      if (!element) continue;
      const facts = factsOf(element);
      if (facts) {
        facts.step = step;
        continue;
      }
      const model = element.businessObject;
      const holder = model.get("extensionElements") || factory.create("bpmn:ExtensionElements", { values: [] });
      const ours = factory.create("sop:Activity", { step });
      ours.$parent = holder;
      holder.get("values").push(ours);
      holder.$parent = model;
      model.extensionElements = holder;
    }
    for (const [id, position] of Object.entries(stored.lanes)) {
      registry.get(id)?.businessObject.set("sop:positionId", position ? String(position) : undefined);
    }
  };

  sopCanvas.Saving = class {
    constructor(page, modeler, data) {
      Object.assign(this, { page, modeler, data, words: data.words, revision: data.revision });
      this.draft = new sopCanvas.Draft(data.save);
      this.stack = modeler.get("commandStack");
      this.state = document.querySelector("[data-state]");
      this.button = document.querySelector("[data-save]");
      this.button.addEventListener("click", () => this.save());
      modeler.get("eventBus").on("commandStack.changed", ({ trigger }) => trigger !== "clear" && this.changed());
      addEventListener("beforeunload", (event) => this.isDirty && event.preventDefault());
      addEventListener("pagehide", () => clearTimeout(this.timer));
    }

    say(words, tone = "") {
      this.state.hidden = false;
      this.state.textContent = words;
      this.state.dataset.tone = tone;
    }

    changed() {
      this.isDirty = true;
      this.say(this.words.unsaved);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), 800);
    }

    settled() {
      this.isDirty = false;
      clearTimeout(this.timer);
      this.state.hidden = true;
    }

    async xml() {
      return (await this.modeler.saveXML({ format: true })).xml;
    }

    async keep() {
      if (this.isDirty && this.draft.keep(await this.xml(), this.revision)) this.state.dataset.kept = "yes";
    }

    async save(more = {}) {
      if (this.isBusy) return;
      this.isBusy = true;
      this.say(this.words.saving);
      try {
        document.activeElement?.blur?.(); // a field that is being typed in says its change now
        this.modeler.get("directEditing").complete();
        const sent = this.stack._stackIdx;
        const xml = await this.xml();
        this.draft.keep(xml, this.revision);
        await this.settle(await sopCanvas.post(this.data.save, { xml, seen: this.revision, ...more }), sent, more);
      } catch {
        this.fail(this.words.offline);
      } finally {
        this.isBusy = false;
      }
    }

    async settle({ status, type, told }, sent, more) {
      if (status === 200 && told) return this.done(told, sent);
      if (told?.asks) return this.ask(told.asks, more);
      if (told?.stale) return this.offer(told.stale, more);
      if (told?.reasons) return this.fail(told.reasons.join(" "));
      return this.fail(type === "opaqueredirect" || status === 403 ? this.words.expired : this.words.failed);
    }

    async done(told, sent) {
      this.revision = told.revision;
      if (told.xml) await this.page.load(told.xml);
      else sopCanvas.takeOver(this.modeler, told);
      this.isDirty = !told.xml && this.stack._stackIdx !== sent;
      if (this.isDirty) {
        this.changed();
        return;
      }
      this.draft.drop();
      this.page.clear();
      this.say(this.words.saved, "ok");
    }

    fail(words) {
      this.say(this.words.unsaved, "bad");
      this.page.tell(words, "bad");
    }

    ask(sentences, more) {
      const dialog = this.page.querySelector("[data-dialog-asks]");
      sopCanvas.listInto(dialog.querySelector("[data-list]"), sentences);
      this.open(dialog, () => this.save({ ...more, confirm: "yes" }));
    }

    // Somebody saved meanwhile: what both did, and a choice where they contradict.
    offer(stale, more) {
      const dialog = this.page.querySelector("[data-dialog-stale]");
      sopCanvas.fillOffer(dialog, stale, this.words);
      this.open(dialog, () => {
        const chosen = [...dialog.querySelectorAll("input:checked")].map((one) => [one.name, one.value]);
        this.save({ ...more, onto: stale.onto, choices: JSON.stringify(Object.fromEntries(chosen)) });
      });
    }

    open(dialog, then) {
      this.say(this.words.unsaved);
      dialog.returnValue = "";
      dialog.addEventListener("close", () => dialog.returnValue === "yes" && setTimeout(then), { once: true });
      dialog.showModal();
    }
  };
})();
