import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What a web server hands out: any server will do, since nothing of it is made on request. */
export interface PageFiles {
  readonly html: Uint8Array;
  readonly script: Uint8Array;
}

/** The page and its script, bundled for browsers. */
export async function bundlePage(): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./page-program.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["@icn-mesh/source"],
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("there is no bundle");
  return { html: await readFile(new URL("./page.html", import.meta.url)), script: script.contents };
}
