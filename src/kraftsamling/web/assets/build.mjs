// Bundles styles, fonts and scripts into `built/`, and what draws on the server into `built-server/`. Run by `make assets`.
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";

const common = { outdir: "built", bundle: true, minify: true, logLevel: "warning" };
await build({
  ...common,
  entryPoints: ["app.js", "charts.js", "app.css"],
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file", ".woff": "file" },
});
// The same charts for the interpreter on the server (web/charts/drawing.py), and its fonts: it has no others.
// Apart from what browsers fetch, so that it is not collected and compressed with that.
await build({ ...common, outdir: "built-server", entryPoints: ["charts-server.js"], format: "iife", target: "es2022" });
mkdirSync("built-server/fonts", { recursive: true });
for (const weight of ["400Regular", "600SemiBold"]) {
  copyFileSync(`node_modules/@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`, `built-server/fonts/Inter_${weight}.ttf`);
}
copyFileSync("node_modules/@expo-google-fonts/inter/LICENSE_FONT", "built-server/fonts/LICENSE");
copyFileSync("icon.svg", "built/icon.svg");
