// Bundles styles, fonts and scripts into `built/`. Run by `make assets`.
import { build } from "esbuild";
import { copyFileSync } from "node:fs";

await build({
  entryPoints: ["app.js", "app.css"],
  outdir: "built",
  bundle: true,
  minify: true,
  target: ["es2022", "chrome110", "firefox115", "safari16"],
  assetNames: "fonts/[name]",
  loader: { ".woff2": "file", ".woff": "file" },
  logLevel: "warning",
});
copyFileSync("icon.svg", "built/icon.svg");
