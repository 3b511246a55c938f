// Makes static/build/ from node_modules: Bootstrap, the icon sprite, the canvas (bpmn-js) and the licences of all.
// Run by `manage.py up` and `manage.py test`; by hand: `npm ci && npm run build`.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const from = (...parts) => join(root, "node_modules", ...parts);
const finished = join(root, "static", "build");
const fresh = join(root, "static", "build.unfinished");

const copies = {
  "bootstrap.min.css": ["bootstrap", "dist", "css", "bootstrap.min.css"],
  "bootstrap.bundle.min.js": ["bootstrap", "dist", "js", "bootstrap.bundle.min.js"],
  "canvas/modeler.js": ["bpmn-js", "dist", "bpmn-modeler.production.min.js"],
  "canvas/minimap.js": ["diagram-js-minimap", "dist", "diagram-minimap.umd.prod.js"],
  "canvas/diagram.css": ["bpmn-js", "dist", "assets", "diagram-js.css"],
  "canvas/bpmn.css": ["bpmn-js", "dist", "assets", "bpmn-js.css"],
  "canvas/minimap.css": ["diagram-js-minimap", "assets", "diagram-js-minimap.css"],
};

const licences = {
  "bootstrap.txt": ["bootstrap", "LICENSE"],
  "popper.txt": ["@popperjs", "core", "LICENSE.md"],
  "tabler-icons.txt": ["@tabler", "icons", "LICENSE"],
  "bpmn-js.txt": ["bpmn-js", "LICENSE"],
  "diagram-js-minimap.txt": ["diagram-js-minimap", "LICENSE"],
};

// The signs in bpmn-js' menus: its style sheet names five formats beside this one, which every browser reads.
const signs = ["bpmn-js", "dist", "assets", "bpmn-font"];

// A named map that is not there makes Django's manifest storage fail.
function withoutSourceMap(text) {
  return text.replace(/\/\*# sourceMappingURL=.*?\*\/|\/\/# sourceMappingURL=.*/g, "").trimEnd() + "\n";
}

function iconNames() {
  return readFileSync(join(root, "static", "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
}

function symbol(name) {
  const filled = name.endsWith("-filled");
  const path = filled ? ["filled", name.slice(0, -"-filled".length)] : ["outline", name];
  let svg;
  try {
    svg = readFileSync(from("@tabler", "icons", "icons", path[0], `${path[1]}.svg`), "utf8");
  } catch {
    throw new Error(`static/icons.txt names "${name}", which Tabler Icons does not have.`);
  }
  const drawing = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s+/g, " ")
    .trim();
  const look = filled
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${look}>${drawing}</symbol>`;
}

function fontOfSigns() {
  writeFileSync(join(fresh, "canvas", "signs.woff2"), readFileSync(from(...signs, "font", "bpmn.woff2")));
  const codes = withoutSourceMap(readFileSync(from(...signs, "css", "bpmn-codes.css"), "utf8"));
  const face = '@font-face { font-family: "bpmn"; src: url("signs.woff2") format("woff2"); }';
  const look = '[class^="bpmn-icon-"]::before, [class*=" bpmn-icon-"]::before '
    + '{ display: inline-block; width: 1em; font-family: "bpmn"; line-height: 1em; text-align: center; }';
  writeFileSync(join(fresh, "canvas", "signs.css"), `${face}\n${look}\n${codes}`);
}

function build() {
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, "licences"), { recursive: true });
  mkdirSync(join(fresh, "canvas"), { recursive: true });
  for (const [target, source] of Object.entries(copies)) {
    writeFileSync(join(fresh, target), withoutSourceMap(readFileSync(from(...source), "utf8")));
  }
  for (const [target, source] of Object.entries(licences)) {
    writeFileSync(join(fresh, "licences", target), readFileSync(from(...source)));
  }
  fontOfSigns();
  const names = iconNames();
  const sprite = names.map(symbol).join("\n");
  writeFileSync(
    join(fresh, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${sprite}\n</svg>\n`,
  );
  rmSync(finished, { recursive: true, force: true });
  renameSync(fresh, finished);
  console.log(`static/build/ made: Bootstrap, bpmn-js, ${names.length} icons`);
}

build();
