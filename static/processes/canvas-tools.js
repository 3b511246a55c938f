// Our palette and tools in place of bpmn-js' own: real buttons, by mouse and by keyboard.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const { is } = sopCanvas;
  const SHAPES = {
    start: { type: "bpmn:StartEvent" }, end: { type: "bpmn:EndEvent" }, step: { type: "bpmn:Task" },
    decision: { type: "bpmn:ExclusiveGateway" }, parallel: { type: "bpmn:ParallelGateway" },
  };
  const ALIGN = { left: 2, center: 2, right: 2, top: 2, middle: 2, bottom: 2, horizontal: 3, vertical: 3 };

  sopCanvas.Tools = class {
    constructor(page, modeler, data) {
      Object.assign(this, { page, modeler, data, words: data.words });
      for (const name of ["create", "elementFactory", "selection", "modeling", "autoPlace", "canvas", "commandStack",
        "elementRegistry", "editorActions", "globalConnect", "minimap", "rules"]) this[name] = modeler.get(name);
      for (const button of page.querySelectorAll("[data-shape]")) this.wireShape(button);
      for (const button of page.querySelectorAll("[data-act]")) {
        button.addEventListener("click", (event) => this.act(button, event));
      }
      const bus = modeler.get("eventBus");
      bus.on(["commandStack.changed", "selection.changed", "import.done"], () => this.enable());
      bus.on("minimap.toggle", ({ open }) => this.button("minimap").setAttribute("aria-pressed", String(open)));
    }

    button(act) {
      return this.page.querySelector(`[data-act="${act}"]`);
    }

    enable() {
      const chosen = this.selection.get().filter((one) => !one.labelTarget);
      this.button("undo").disabled = !this.commandStack.canUndo();
      this.button("redo").disabled = !this.commandStack.canRedo();
      this.button("remove").disabled = !chosen.length;
      for (const [how, least] of Object.entries(ALIGN)) this.button(`align-${how}`).disabled = chosen.length < least;
    }

    // The mouse takes the shape along and puts it down; the keyboard puts it behind what is selected.
    wireShape(button) {
      const shape = button.dataset.shape;
      button.addEventListener("dragstart", (event) => {
        event.preventDefault();
        if (shape !== "lane") this.create.start(event, this.make(shape));
      });
      button.addEventListener("click", (event) => {
        if (shape === "lane") this.addLane();
        else if (event.detail) this.create.start(event, this.make(shape));
        else this.put(this.make(shape));
      });
    }

    make(shape) {
      if (shape === "pool") return this.elementFactory.createParticipantShape({ isExpanded: true });
      return this.elementFactory.createShape(SHAPES[shape]);
    }

    put(shape) {
      const chosen = this.selection.get();
      const source = chosen.length === 1 && is(chosen[0], "bpmn:FlowNode") && !is(chosen[0], "bpmn:EndEvent") && chosen[0];
      let made;
      if (source && is(shape, "bpmn:FlowNode") && !is(shape, "bpmn:StartEvent")) made = this.autoPlace.append(source, shape);
      else made = this.putFree(shape);
      if (!made) return;
      this.selection.select(made);
      this.canvas.scrollToElement(made, 80);
      this.page.tell(this.words.placed);
      this.page.querySelector("[name=element-name]").focus();
    }

    // Right of everything that stands in the same lane or pool.
    putFree(shape) {
      const root = this.canvas.getRootElement();
      const chosen = this.selection.get()[0];
      const pool = this.elementRegistry.find((one) => is(one, "bpmn:Participant") && one.businessObject.processRef);
      if (is(shape, "bpmn:Participant")) {
        const low = Math.max(0, ...this.elementRegistry.filter((one) => is(one, "bpmn:Participant")).map((one) => one.y + one.height));
        const place = { x: (pool?.x ?? 0) + shape.width / 2, y: low + 40 + shape.height / 2 };
        return this.modeling.createShape(shape, place, root);
      }
      const lanes = this.elementRegistry.filter((one) => is(one, "bpmn:Lane")).sort((a, b) => a.y - b.y);
      const frame = (is(chosen, "bpmn:Lane", "bpmn:Participant") && chosen) || lanes[0] || pool;
      const inside = this.elementRegistry.filter((one) => is(one, "bpmn:FlowNode") && !one.labelTarget
        && (!frame || (one.y >= frame.y && one.y < frame.y + frame.height)));
      const right = Math.max(frame ? frame.x + 40 : 100, ...inside.map((one) => one.x + one.width));
      const place = { x: right + 50 + shape.width / 2, y: frame ? frame.y + frame.height / 2 : 120 };
      const parent = pool || root;
      if (!this.rules.allowed("shape.create", { shape, target: parent, position: place })) {
        this.page.tell(this.words.refused, "warn");
        return null;
      }
      return this.modeling.createShape(shape, place, parent);
    }

    addLane() {
      const chosen = this.selection.get()[0];
      const lanes = this.elementRegistry.filter((one) => is(one, "bpmn:Lane")).sort((a, b) => b.y - a.y);
      const pool = this.elementRegistry.find((one) => is(one, "bpmn:Participant") && one.businessObject.processRef);
      const beside = (is(chosen, "bpmn:Lane") && chosen) || lanes[0] || pool;
      if (!beside) {
        this.put(this.make("pool"));
        return;
      }
      const made = this.modeling.addLane(beside, "bottom");
      this.selection.select(made);
      this.page.tell(this.words.placed);
    }

    act(button, event) {
      const act = button.dataset.act;
      const [family, how] = act.split("-");
      if (family === "align") this.align(how);
      else if (act === "connect") this.connect(event);
      else if (act === "undo" || act === "redo") this.commandStack[act]();
      else if (act === "remove") this.editorActions.trigger("removeSelection");
      else if (act === "find") this.find();
      else if (act === "minimap") this.minimap.toggle();
      else if (act === "fit") this.page.fit();
      else if (family === "zoom") this.editorActions.trigger("stepZoom", { value: how === "in" ? 1 : -1 });
    }

    align(how) {
      const elements = this.selection.get();
      const distributes = ALIGN[how] === 3;
      this.editorActions.trigger(distributes ? "distributeElements" : "alignElements", { type: how });
      this.selection.select(elements);
    }

    connect(event) {
      if (event.detail) this.globalConnect.start(event);
      else this.page.querySelector("[data-target]").focus();
    }

    find() {
      this.canvas.focus();
      this.editorActions.trigger("find");
    }
  };
})();
