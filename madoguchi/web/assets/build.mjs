// Builds scripts, styles and the icon sprite into ../static with hashed names, and manifest.json beside them.
// MADOGUCHI_STATIC names another folder (the wheel's build hook uses it).
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { logo } from "./drawing.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.MADOGUCHI_STATIC ?? join(here, "..", "static");
const manifest = {};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: readdirSync(join(here, "ts")).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")).map((name) => `ts/${name}`)
    .concat(["css/desk.css", "css/public.css"]),
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});
for (const [path, info] of Object.entries(result.metafile.outputs)) {
  if (info.entryPoint) manifest[basename(info.entryPoint).replace(/\.ts$/, ".js")] = basename(path);
}

const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
const own = Object.fromEntries(readdirSync(join(here, "icons")).map((name) => [name.replace(".svg", ""), join(here, "icons", name)]));
const symbols = names.map((name) => {
  const file = own[name] ?? join(here, "node_modules", "lucide-static", "icons", `${name}.svg`);
  const svg = readFileSync(file, "utf8");
  const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
save("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
save("icon.svg", readFileSync(join(here, "icons", "favicon.svg"), "utf8"));
for (const size of [192, 512]) save(`app-${size}.png`, logo(size));
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));

for (const name of readdirSync(out).sort()) {
  const bytes = readFileSync(join(out, name));
  const gzip = gzipSync(bytes, { level: 9 });
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  if (name !== "manifest.json") {
    writeFileSync(join(out, `${name}.gz`), gzip);
    writeFileSync(join(out, `${name}.br`), brotli);
  }
  console.log(`${name.padEnd(28)} ${String(bytes.length).padStart(8)} B  ${String(gzip.length).padStart(7)} B gzip  ${String(brotli.length).padStart(7)} B br`);
}

function save(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  const hashed = name.replace(/(\.\w+)$/, `-${hash}$1`);
  writeFileSync(join(out, hashed), text);
  manifest[name] = hashed;
}
