import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page, type Route } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../../scripts/browser/find-chromium.ts";
import { BROWSER_FLAGS } from "../browser-flags.ts";

const MAIN = fileURLToPath(new URL("../../../examples/browser-submitter/src/main.ts", import.meta.url));
/** Long for a slow machine, and no more than that: what is waited for either comes or never does. */
const PATIENCE_MS = 120_000;

let site: ChildProcess;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const executablePath = findChromium();
  site = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", MAIN], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await urlFrom(site);
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    headless: true,
    args: BROWSER_FLAGS,
  });
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
});

afterAll(async () => {
  await browser?.close();
  if (site?.exitCode !== null) return;
  const ended = once(site, "exit");
  site.kill("SIGTERM");
  await ended;
});

describe("a page with a key of its own", () => {
  it("signs a job, submits it to a node of another origin, and proves what came of it by itself", async () => {
    await submit("from a browser");
    expect(await page.textContent("#account")).toMatch(/^did:key:z6Mk/);
    expect(await page.textContent("#result")).toBe("Echo: from a browser");
    expect(await verdict()).toEqual(["true", "proven, paid"]);
    const stages = await page.locator("#stages li").allTextContents();
    expect(stages).toContain("fact icn/receipt/1");
    expect(stages.at(-1)).toBe("Completed, paid");
  });

  it("says that the history is not proven where one byte of the receipt was changed on the way", async () => {
    let changed = 0;
    const change = async (route: Route): Promise<void> => {
      const response = await route.fetch();
      const body = withReceiptChanged(await response.body());
      changed += 1;
      await route.fulfill({ response, body });
    };
    await page.route("**/history.car", change);
    await verifyAgain();
    expect(changed).toBe(1);
    const [proven, why] = await verdict();
    expect([proven, why]).toEqual(["false", expect.stringMatching(/^not proven: /)]);

    await page.unroute("**/history.car", change);
    await verifyAgain();
    expect(await verdict()).toEqual(["true", "proven, paid"]);
  });

  it("goes on from the head of its account with another job", async () => {
    await submit("and another");
    expect(await page.textContent("#result")).toBe("Echo: and another");
    expect(await verdict()).toEqual(["true", "proven, paid"]);
    expect(await page.textContent("#trouble")).toBe("");
  });
});

async function submit(text: string): Promise<void> {
  await page.fill("#payload", text);
  await page.click("#submit");
  await settled();
}

async function verifyAgain(): Promise<void> {
  await page.evaluate(() => {
    const shown = document.querySelector("#verdict") as HTMLElement;
    shown.textContent = "";
    delete shown.dataset["proven"];
  });
  await page.click("#verify");
  await settled();
}

/** Until there is a verdict, or trouble. */
async function settled(): Promise<void> {
  await page.waitForFunction(() =>
    ["#verdict", "#trouble"].some((each) => document.querySelector(each)?.textContent !== ""),
  );
}

async function verdict(): Promise<(string | null)[]> {
  return [await page.getAttribute("#verdict", "data-proven"), await page.textContent("#verdict")];
}

/** The history with the last letter of the receipt's type changed, which is within its block. */
function withReceiptChanged(car: Uint8Array): Buffer {
  const bytes = Buffer.from(car);
  const type = "icn/receipt/1";
  const at = bytes.indexOf(type);
  if (at < 0) throw new Error("there is no receipt");
  const last = at + type.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return bytes;
}

async function urlFrom(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("it says nothing");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^open (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error("the example ended before it was open");
}
