// Copies the pages' scripts from node_modules into liuhen/web/static/vendor, with their licences.
//
//   node tools/vendor.mjs
//
// Run by `make setup` after `npm ci`. The folder is not committed; a released wheel carries it.
// To add a script, add a line to FILES and the package (exact version) to package.json.

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "liuhen", "web", "static", "vendor");

// [package, file in it, name in static/vendor]
const FILES = [
  ["tus-js-client", "dist/tus.min.js", "tus.min.js"],
  ["hash-wasm", "dist/sha256.umd.min.js", "hash-sha256.min.js"],
  ["hash-wasm", "dist/sm3.umd.min.js", "hash-sm3.min.js"],
];

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, file, copy] of FILES) {
  const from = join(root, "node_modules", name);
  const source = join(from, file);
  if (!existsSync(source)) {
    console.error(`缺少 ${name} 的 ${file}：请先运行 npm ci。`);
    process.exit(1);
  }
  // A pointer to a map that is not there makes browsers and static file checks complain.
  const script = readFileSync(source, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(join(target, copy), script);
  const licence = readdirSync(from).find((entry) => /^licen[cs]e/i.test(entry));
  if (licence) copyFileSync(join(from, licence), join(target, `${name}.LICENSE.txt`));
}
