/* <decision-form>: shows only the fields that belong to the chosen decision. Without it all stand there. */
const SAYS = {
  combine: ["into", "name", "position", "touch_minutes", "waiting_minutes"],
  rearrange: ["after"],
  simplify: ["touch_minutes", "waiting_minutes"],
  automate: ["system", "touch_minutes", "waiting_minutes"],
};
const ALWAYS = ["decision", "reason", "findings", "aware", "sure", "seen"];

class DecisionForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => {
      if (event.target.name === "decision") this.show();
    });
    this.show();
  }

  show() {
    const chosen = this.querySelector('input[name="decision"]:checked')?.value || "";
    const wanted = new Set([...ALWAYS, ...(SAYS[chosen] || [])]);
    for (const field of this.querySelectorAll(".field[id^='id_'][id$='_field']")) {
      const name = field.id.slice(3, -6);
      field.hidden = !wanted.has(name) || (chosen === "keep" && name === "findings");
    }
  }
}

customElements.define("decision-form", DecisionForm);
