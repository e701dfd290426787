// Bundle modules, styles, font, kernel and data into one file that opens from disk: ../lab.html. With --check: is it what these sources make?
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const file = (path) => fileURLToPath(new URL(path, import.meta.url)), OUT = file("../lab.html");

async function bundle(entry, plugins = []) {
  const made = await build({ entryPoints: [file(entry)], bundle: true, write: false, format: "iife", target: "es2022", minify: true, charset: "utf8", legalComments: "none", loader: { ".wasm": "binary", ".toml": "text" }, plugins });
  return made.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
}

const worker = await bundle("src/worker.js");
const script = await bundle("src/main.js", [{
  name: "worker-source",
  setup(made) {
    made.onResolve({ filter: /^worker-source$/ }, () => ({ path: "worker-source", namespace: "text" }));
    made.onLoad({ filter: /.*/, namespace: "text" }, () => ({ contents: worker, loader: "text" }));
  },
}]);
const font = readFileSync(file("node_modules/@fontsource-variable/albert-sans/files/albert-sans-latin-wght-normal.woff2")).toString("base64");
const STYLES = ["base", "play", "mine", "first", "fit", "share", "print"];
const style = STYLES.map((name) => readFileSync(file(`style/${name}.css`), "utf8")).join("").replace("url(font-data)", `url(data:font/woff2;base64,${font})`).trim();
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
// Nothing from elsewhere, and no script but this one. Styles are set by scripts, too, so they cannot be held to a hash.
const policy = `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'`;
const page = readFileSync(file("index.html"), "utf8").replace("/*policy*/", () => policy).replace("/*style*/", () => style).replace("/*script*/", () => script);
if (process.argv.includes("--check")) {
  if (readFileSync(OUT, "utf8") !== page) { console.error("sim/lab/lab.html is not what its sources make: make page"); process.exit(1); }
} else {
  writeFileSync(OUT, page);
  console.log(`lab.html: ${Buffer.byteLength(page)} bytes`);
}
