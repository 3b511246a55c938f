// The drawing surface: bpmn-js with our words, seven shapes, colours by value class and badges of minutes.
// sopCanvas.draw(sheet, data) → the modeler. Nothing here may lie over its watermark: the licence asks for it.
(() => {
  "use strict";
  const sopCanvas = (window.sopCanvas = window.sopCanvas || {});
  const VALUES = ["va", "nnva", "nva"];

  // Our facts as the server reads and writes them (processes/bpmn). What is not named here is kept as it is.
  const text = (name) => ({ name, isAttr: true, type: "String" });
  const FACTS = ["step", "position", "positionName", "system", "touch", "waiting", "valueClass", "waste",
    "entered", "output", ...["Source", "Of", "N", "Low", "High", "By", "Record"].flatMap((part) => [`touch${part}`, `waiting${part}`])];
  const MODEL = {
    name: "sop", prefix: "sop", uri: "urn:sopman:bpmn:1", xml: { tagAlias: "lowerCase" },
    types: [
      { name: "Activity", superClass: ["Element"], properties: FACTS.map(text) },
      { name: "Lane", extends: ["bpmn:Lane"], properties: [text("positionId"), text("unassigned")] },
      { name: "Flow", extends: ["bpmn:SequenceFlow"], properties: [text("explicit"), text("share")] },
    ],
  };

  const is = (element, ...types) => types.some((type) => element?.businessObject?.$instanceOf?.(type));
  const isStep = (element) => is(element, "bpmn:Activity") && !element.labelTarget;
  const factsOf = (element) => element.businessObject.get("extensionElements")?.get("values")
    .find((one) => one.$type === "sop:Activity");

  // Menus beside an element: what a team lead needs, no more.
  const BESIDE = ["append.append-task", "append.gateway", "append.end-event", "connect", "delete", "replace",
    "lane-insert-above", "lane-insert-below", "align-elements"];
  const INSTEAD = ["replace-with-exclusive-gateway", "replace-with-parallel-gateway", "replace-with-task",
    "replace-with-collapsed-subprocess", "replace-with-expanded-subprocess"];
  const only = (names) => (entries) => Object.fromEntries(
    Object.entries(entries).filter(([name]) => names.includes(name)));

  class Menus {
    constructor(contextPad, popupMenu) {
      contextPad.registerProvider(100, {
        getContextPadEntries: () => only(BESIDE),
        getMultiElementContextPadEntries: () => only(["align-elements", "delete"]),
      });
      popupMenu.registerProvider("bpmn-replace", 100, {
        getPopupMenuEntries: () => only(INSTEAD),
        getPopupMenuHeaderEntries: () => () => ({}),
      });
    }
  }
  Menus.$inject = ["contextPad", "popupMenu"];

  // A copy is another step; an element that only becomes another shape stays the same step.
  class Identity {
    constructor(eventBus, modeling) {
      eventBus.on("moddleCopy.canCopyProperty", 2000, ({ propertyName }) => (propertyName === "step" ? false : undefined));
      eventBus.on("commandStack.shape.replace.postExecuted", ({ context: { oldShape, newShape } }) => {
        const [old, made] = [isStep(oldShape) && factsOf(oldShape), isStep(newShape) && factsOf(newShape)];
        if (old?.step && made && !made.step) modeling.updateModdleProperties(newShape, made, { step: old.step });
      });
    }
  }
  Identity.$inject = ["eventBus", "modeling"];

  class Looks {
    constructor(eventBus, canvas, overlays, elementRegistry, signs, minutes) {
      Object.assign(this, { canvas, overlays, elementRegistry, signs, minutes });
      eventBus.on("import.done", () => this.all());
      eventBus.on(["element.changed", "shape.added"], 100, ({ element }) => {
        if (isStep(element) && this.elementRegistry.get(element.id)) this.show(element);
      });
    }

    all() {
      for (const element of this.elementRegistry.filter(isStep)) this.show(element);
    }

    show(element) {
      const facts = factsOf(element);
      const value = VALUES.includes(facts?.valueClass) ? facts.valueClass : "";
      for (const one of VALUES) {
        if (one === value) this.canvas.addMarker(element, `is-${one}`);
        else this.canvas.removeMarker(element, `is-${one}`);
      }
      this.overlays.remove({ element, type: "sop" });
      const figures = [facts?.touch, facts?.waiting].map((one) => one || "");
      const said = figures.some(Boolean) ? this.minutes.replace("0", figures.map((one) => one || "0").join(" + ")) : "";
      if (!said && !value) return;
      const badge = document.createElement("div");
      badge.className = `canvas__badge${value ? ` canvas__badge--${value}` : ""}`;
      badge.textContent = [value && this.signs[value], said].filter(Boolean).join(" ");
      this.overlays.add(element, "sop", { position: { top: -11, right: 6 }, html: badge, show: { minZoom: 0.4 } });
    }
  }
  Looks.$inject = ["eventBus", "canvas", "overlays", "elementRegistry", "config.signs", "config.minutes"];

  const translator = (words) => (template, values = {}) =>
    (words[template] ?? template).replace(/{([^}]+)}/g, (_, key) => values[key] ?? `{${key}}`);

  sopCanvas.isStep = isStep;
  sopCanvas.is = is;
  sopCanvas.factsOf = factsOf;
  sopCanvas.draw = (sheet, data) => new window.BpmnJS({
    container: sheet,
    moddleExtensions: { sop: MODEL },
    signs: data.signs,
    minutes: data.words.minutes,
    bpmnRenderer: {
      defaultFillColor: "var(--surface)", defaultStrokeColor: "var(--ink)", defaultLabelColor: "var(--ink)",
    },
    textRenderer: {
      defaultStyle: { fontFamily: "var(--font)", fontSize: 13, lineHeight: 1.35 },
      externalStyle: { fontFamily: "var(--font)", fontSize: 12, lineHeight: 1.35 },
    },
    minimap: { open: false },
    additionalModules: [
      window.DiagramJSMinimap,
      {
        __init__: ["sopMenus", "sopIdentity", "sopLooks"],
        sopMenus: ["type", Menus],
        sopIdentity: ["type", Identity],
        sopLooks: ["type", Looks],
        palette: ["value", {}],
        paletteProvider: ["value", {}],
        translate: ["value", translator(data.drawing)],
      },
    ],
  });
})();
