// Makes static/build/ from node_modules: Bootstrap, the icon sprite and the licences of both.
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
};

const licences = {
  "bootstrap.txt": ["bootstrap", "LICENSE"],
  "popper.txt": ["@popperjs", "core", "LICENSE.md"],
  "tabler-icons.txt": ["@tabler", "icons", "LICENSE"],
};

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

function build() {
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(join(fresh, "licences"), { recursive: true });
  for (const [target, source] of Object.entries(copies)) {
    writeFileSync(join(fresh, target), withoutSourceMap(readFileSync(from(...source), "utf8")));
  }
  for (const [target, source] of Object.entries(licences)) {
    writeFileSync(join(fresh, "licences", target), readFileSync(from(...source)));
  }
  const names = iconNames();
  const sprite = names.map(symbol).join("\n");
  writeFileSync(
    join(fresh, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${sprite}\n</svg>\n`,
  );
  rmSync(finished, { recursive: true, force: true });
  renameSync(fresh, finished);
  console.log(`static/build/ made: Bootstrap, ${names.length} icons`);
}

build();
