// The panel beside the canvas: plain form fields about the selected element, and where it goes on to.
// It does everything by keyboard that the drawing surface does by mouse.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const { is, isStep, factsOf } = sopCanvas;
  const KINDS = [["bpmn:StartEvent", "start"], ["bpmn:EndEvent", "end"], ["bpmn:Event", "event"],
    ["bpmn:Activity", "step"], ["bpmn:ParallelGateway", "parallel"], ["bpmn:Gateway", "decision"],
    ["bpmn:Lane", "lane"], ["bpmn:Participant", "pool"], ["bpmn:SequenceFlow", "flow"], ["bpmn:MessageFlow", "flow"]];
  const LISTED = ["bpmn:FlowNode", "bpmn:Lane", "bpmn:Participant"];

  sopCanvas.Panel = class {
    constructor(page, modeler, data) {
      Object.assign(this, { page, modeler, data, words: data.words });
      this.form = page.querySelector("[data-facts]");
      this.chooser = page.querySelector("[data-element]");
      this.ways = page.querySelector("[data-ways]");
      this.target = page.querySelector("[data-target]");
      for (const name of ["modeling", "selection", "elementRegistry", "bpmnFactory", "canvas", "rules"]) {
        this[name] = modeler.get(name);
      }
      this.wire();
    }

    wire() {
      const bus = this.modeler.get("eventBus");
      bus.on("selection.changed", () => this.show());
      bus.on(["commandStack.changed", "import.done"], () => this.soon());
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", (event) => this.take(event.target));
      this.chooser.addEventListener("change", () => this.go(this.chooser.value));
      this.page.querySelector("[data-connect]").addEventListener("click", () => this.connect());
    }

    // Once after a burst of changes: an undo or a paste says each element by itself.
    soon() {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => {
        this.list();
        this.show();
      });
    }

    get element() {
      const chosen = this.selection.get().map((one) => one.labelTarget || one);
      return chosen.length === 1 ? chosen[0] : null;
    }

    kind(element) {
      const found = KINDS.find(([type]) => is(element, type));
      return found ? this.words[found[1]] : "";
    }

    called(element) {
      const name = element.businessObject.name?.replace(/\s+/g, " ").trim();
      return `${this.kind(element)} · ${name || this.words.nameless}`;
    }

    elements() {
      const found = this.elementRegistry.filter((one) => is(one, ...LISTED) && !one.labelTarget);
      const rank = (one) => (is(one, "bpmn:FlowNode") ? 0 : 1);
      return found.sort((a, b) => rank(a) - rank(b) || a.x - b.x || a.y - b.y);
    }

    list() {
      this.listed = this.elements();
      const options = this.listed.map((one) => new Option(this.called(one), one.id));
      this.chooser.replaceChildren(new Option("—", ""), ...options);
    }

    go(id) {
      const element = this.elementRegistry.get(id);
      this.selection.select(element || null);
      if (element) this.canvas.scrollToElement(element, 80);
    }

    field(name) {
      return this.form.elements[`element-${name}`];
    }

    show() {
      const element = this.element;
      this.chooser.value = element && is(element, ...LISTED) ? element.id : "";
      this.form.hidden = !element;
      this.ways.hidden = !element || !is(element, "bpmn:FlowNode") || is(element, "bpmn:EndEvent");
      if (!element) return;
      for (const block of this.form.querySelectorAll("[data-field]")) {
        const name = block.dataset.field;
        block.hidden = !(isStep(element) || name === "name" || (name === "position" && is(element, "bpmn:Lane")));
        if (!block.hidden) this.fill(name, element);
      }
      if (!this.ways.hidden) this.showWays(element);
    }

    fill(name, element) {
      const field = this.field(name);
      const value = this.read(name, element);
      if (field.value === value || field === document.activeElement && field.type !== "select-one") return;
      if (field.tagName === "SELECT" && value && ![...field.options].some((one) => one.value === value)) {
        field.add(new Option(this.data.lanes[value] || value, value)); // no longer in use
      }
      field.value = value;
      if (field.dispatchEvent) field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    read(name, element) {
      const model = element.businessObject;
      if (name === "name") return model.name || "";
      if (name === "notes") return model.get("documentation")[0]?.text || "";
      if (name === "position") return this.positionOf(element);
      return factsOf(element)?.get(this.data.panel[name]) || "";
    }

    laneOf(element) {
      const holds = (lane) => lane.businessObject.get("flowNodeRef").includes(element.businessObject);
      return this.elementRegistry.filter((one) => is(one, "bpmn:Lane") && holds(one))
        .find((one) => !one.children?.some((child) => is(child, "bpmn:Lane")));
    }

    positionOf(element) {
      if (is(element, "bpmn:Lane")) return element.businessObject.get("sop:positionId") || "";
      return factsOf(element)?.position || this.laneOf(element)?.businessObject.get("sop:positionId") || "";
    }

    take(field) {
      const element = this.element;
      const name = field.name?.replace("element-", "");
      if (!element || !(name in this.data.panel)) return;
      if (!field.checkValidity()) {
        field.reportValidity();
        return;
      }
      const value = field.value.trim();
      if (value === this.read(name, element)) return;
      if (name === "name") this.rename(element, value);
      else if (name === "notes") this.note(element, value);
      else if (name === "position") this.place(element, value);
      else this.say(element, { [this.data.panel[name]]: value || undefined });
    }

    rename(element, value) {
      this.modeling.updateProperties(element, { name: value || undefined });
    }

    note(element, value) {
      const made = value ? [this.bpmnFactory.create("bpmn:Documentation", { text: value })] : [];
      const others = element.businessObject.get("documentation").slice(1);
      this.modeling.updateProperties(element, { documentation: [...made, ...others] });
    }

    // One entry of undo: our element is made on the way where it isn't there yet.
    say(element, facts) {
      const present = factsOf(element);
      if (present) {
        this.modeling.updateModdleProperties(element, present, facts);
        return;
      }
      const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
      const ours = this.bpmnFactory.create("sop:Activity", given);
      const holder = element.businessObject.get("extensionElements");
      const values = [...(holder?.get("values") || []), ours];
      const made = this.bpmnFactory.create("bpmn:ExtensionElements", { values });
      for (const one of values) one.$parent = made;
      made.$parent = element.businessObject;
      this.modeling.updateProperties(element, { extensionElements: made });
    }

    // A lane stands for a position; a step belongs to the position in whose lane it stands.
    place(element, position) {
      if (is(element, "bpmn:Lane")) {
        const name = this.data.lanes[position];
        this.modeling.updateProperties(element, {
          "sop:positionId": position || undefined, "sop:unassigned": undefined, name: name || element.businessObject.name,
        });
        return;
      }
      const lane = position ? this.laneFor(position) : null;
      if (!lane) {
        this.say(element, { position: position || undefined, positionName: this.data.lanes[position] });
        return;
      }
      if (factsOf(element)?.position) this.say(element, { position: undefined, positionName: undefined });
      const middle = lane.y + lane.height / 2 - element.height / 2;
      if (this.laneOf(element) !== lane) this.modeling.moveElements([element], { x: 0, y: middle - element.y });
    }

    laneFor(position) {
      const lanes = this.elementRegistry.filter((one) => is(one, "bpmn:Lane"));
      const found = lanes.find((one) => one.businessObject.get("sop:positionId") === position);
      if (found || !this.data.ours) return found;
      const last = lanes.sort((a, b) => b.y - a.y)[0];
      const pool = this.elementRegistry.find((one) => is(one, "bpmn:Participant") && one.businessObject.processRef);
      if (!last && !pool) return null;
      const made = this.modeling.addLane(last || pool, "bottom");
      this.place(made, position);
      return made;
    }

    showWays(element) {
      const flows = element.outgoing.filter((one) => is(one, "bpmn:SequenceFlow"));
      const list = this.ways.querySelector("[data-list]");
      if (!list.contains(document.activeElement) || list.dataset.of !== element.id) {
        list.dataset.of = element.id;
        list.replaceChildren(...flows.map((flow) => this.way(flow, flows.length > 1)));
      }
      const there = new Set(flows.map((flow) => flow.target.id));
      const others = (this.listed || this.elements()).filter((one) => is(one, "bpmn:FlowNode") && one !== element
        && !there.has(one.id) && !is(one, "bpmn:StartEvent"));
      const kept = this.target.value;
      this.target.replaceChildren(...others.map((one) => new Option(this.called(one), one.id)));
      if (others.some((one) => one.id === kept)) this.target.value = kept;
    }

    way(flow, isBranch) {
      const name = this.called(flow.target);
      const line = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = name;
      line.append(words);
      if (isBranch || flow.businessObject.name) {
        const condition = document.createElement("input");
        condition.type = "text";
        condition.maxLength = 200;
        condition.value = flow.businessObject.name || "";
        condition.setAttribute("aria-label", this.words.condition.replace("0", name));
        condition.addEventListener("change", () => this.rename(flow, condition.value.trim()));
        line.append(condition);
      }
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "btn btn--icon";
      remove.title = this.words.disconnect.replace("0", name);
      remove.setAttribute("aria-label", remove.title);
      remove.textContent = "×";
      remove.addEventListener("click", () => {
        this.target.focus();
        this.modeling.removeConnection(flow);
      });
      line.append(remove);
      return line;
    }

    connect() {
      const [source, target] = [this.element, this.elementRegistry.get(this.target.value)];
      if (!source || !target) return;
      const allowed = this.rules.allowed("connection.create", { source, target });
      if (!allowed) {
        this.page.tell(this.words.refused, "warn");
        return;
      }
      this.modeling.connect(source, target);
      this.page.tell(this.words.connected);
    }
  };
})();
