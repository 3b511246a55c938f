// <map-canvas>: the page of the canvas. Puts together drawing surface, tools, panel and saving.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const VALUES = ["va", "nnva", "nva"];
  const WIDE = matchMedia("(min-width: 900px)");

  class MapCanvas extends HTMLElement {
    connectedCallback() {
      if (WIDE.matches) this.start();
      else WIDE.addEventListener("change", () => this.modeler || this.start(), { once: true });
    }

    async start() {
      const data = JSON.parse(document.getElementById("canvas-data").textContent);
      this.data = data;
      this.words = data.words;
      this.hidden = false;
      document.querySelector(".canvas__elsewhere").hidden = true;
      this.modeler = sopCanvas.draw(this.querySelector("[data-sheet]"), data);
      this.panel = new sopCanvas.Panel(this, this.modeler, data);
      this.tools = new sopCanvas.Tools(this, this.modeler, data);
      this.saving = new sopCanvas.Saving(this, this.modeler, data);
      this.modeler.get("eventBus").on(["commandStack.changed", "import.done"], () => this.sum());
      this.addEventListener("keydown", (event) => this.onKey(event));
      try {
        await this.load(data.xml);
      } catch (error) {
        console.error(error);
        this.tell(this.words.broken, "bad");
        return;
      }
      document.querySelector("[data-save]").hidden = false;
      this.offer();
      this.presence = new sopCanvas.Presence(this, data);
      await this.presence.first;
      this.dataset.ready = "yes";
    }

    async load(xml) {
      await this.modeler.importXML(xml);
      this.makeRoom();
      this.fit();
    }

    // The pool of an empty map is small; there must be room to draw in. No step of undo.
    makeRoom() {
      const registry = this.modeler.get("elementRegistry");
      const pools = registry.filter((one) => sopCanvas.is(one, "bpmn:Participant"));
      if (registry.find(sopCanvas.isStep) || pools.length !== 1 || pools[0].width >= 900) return;
      const { x, y, height } = pools[0];
      this.modeler.get("modeling").resizeShape(pools[0], { x, y, width: 960, height: Math.max(height, 320) });
      this.modeler.get("commandStack").clear();
      this.saving.settled();
    }

    // The whole map with a margin, never enlarged.
    fit() {
      const canvas = this.modeler.get("canvas");
      const { outer } = canvas.viewbox();
      const shown = this.modeler.get("elementRegistry").filter((one) => sopCanvas.is(one, "bpmn:FlowNode", "bpmn:Participant")
        && !one.labelTarget && [one.x, one.y, one.width, one.height].every(Number.isFinite));
      if (!shown.length || !outer.width) return;
      const [x, y] = [Math.min(...shown.map((one) => one.x)), Math.min(...shown.map((one) => one.y))];
      const [right, low] = [Math.max(...shown.map((one) => one.x + one.width)), Math.max(...shown.map((one) => one.y + one.height))];
      const inner = { x, y, width: right - x, height: low - y };
      const wanted = { width: inner.width + 80, height: inner.height + 120 };
      const shrink = Math.max(1, wanted.width / outer.width, wanted.height / outer.height);
      const [width, height] = [outer.width * shrink, outer.height * shrink];
      canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: inner.y - (height - inner.height) / 2, width, height });
    }

    onKey(event) {
      if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.saving.save();
      }
    }

    // Unsaved work of this person on this map, from before a reload or a lost session.
    offer() {
      const kept = this.saving.draft.read();
      if (!kept?.xml || kept.xml === this.data.xml) return;
      const body = document.body.dataset;
      this.tell(body.wordsDraft, "warn", [
        [body.wordsKeep, async () => {
          this.clear();
          await this.load(kept.xml);
          this.saving.revision = kept.revision;
          this.saving.changed();
        }],
        [body.wordsDrop, () => {
          this.saving.draft.drop();
          this.clear();
        }],
      ]);
    }

    clear() {
      this.querySelector("[data-notices]").replaceChildren();
    }

    tell(words, tone = "", acts = []) {
      const info = this.querySelector("[data-info]");
      info.textContent = tone ? "" : words;
      if (!tone) return;
      const notice = document.createElement("div");
      notice.className = `notice notice--${tone}`;
      const text = document.createElement("p");
      text.textContent = words;
      notice.append(text);
      const line = document.createElement("div");
      line.className = "row-line";
      for (const [label, act] of acts) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn--small";
        button.textContent = label;
        button.addEventListener("click", act);
        line.append(button);
      }
      if (acts.length) notice.append(line);
      this.querySelector("[data-notices]").replaceChildren(notice);
    }

    // The legend counts each class and adds up its minutes.
    sum() {
      const sums = { "": [0, 0], va: [0, 0], nnva: [0, 0], nva: [0, 0] };
      for (const element of this.modeler.get("elementRegistry").filter(sopCanvas.isStep)) {
        const facts = sopCanvas.factsOf(element);
        const sum = sums[VALUES.includes(facts?.valueClass) ? facts.valueClass : ""];
        sum[0] += 1;
        sum[1] += (Number(facts?.touch) || 0) + (Number(facts?.waiting) || 0);
      }
      for (const [value, [number, minutes]] of Object.entries(sums)) {
        const figure = Math.round(minutes * 100) / 100;
        this.querySelector(`[data-sum="${value}"]`).textContent = figure
          ? `${number} · ${this.words.minutes.replace("0", figure)}` : number;
      }
    }
  }
  customElements.define("map-canvas", MapCanvas);
})();
