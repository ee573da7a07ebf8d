import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium, type Page } from "playwright-core";

const entry = fileURLToPath(new URL("../page/main.ts", import.meta.url));

/** A page with the script in it, and how to close all that is open for it. */
export interface OpenPage {
  readonly page: Page;
  /** Bytes of the script. */
  readonly size: number;
  close(): Promise<void>;
}

/** The sources, bundled for browsers as an application would do it. */
async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    platform: "browser",
    conditions: ["@icn-mesh/source"],
    logLevel: "silent",
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error("there is no bundle");
  return script.contents;
}

/** A new browser with nothing but this page, which comes from the loopback interface. */
export async function openPage(executablePath: string): Promise<OpenPage> {
  const script = await bundle();
  const server = createServer(({ url }, response) => {
    const isScript = url === "/main.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><script src=/main.js></script>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-page-"));
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    // Containers have no sandbox to give; the rest keeps the browser from calling home.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    size: script.length,
    async close() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
