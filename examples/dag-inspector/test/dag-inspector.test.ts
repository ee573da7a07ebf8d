import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import {
  createKeySigner,
  createMemoryStorage,
  nobleEngine,
  parseCid,
  parseDid,
  type Signer,
  signedRecords,
} from "@icn-mesh/core";
import { createKeptLinks, exportCar } from "@icn-mesh/dag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HISTORY } from "../src/history.ts";
import { writeHistory } from "../src/write-history.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dag-inspector-test-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("the inspector", () => {
  it("confirms in another process the history that this one wrote", async () => {
    const { code, lines } = await run();
    expect(code).toBe(0);
    const [account, newest, ...rest] = lines;
    const did = parseDid(account!.slice(12));
    expect(parseCid(newest!.slice(12))).toMatch(/^bafyrei/);
    const by = did.slice(-6);
    expect(rest).toEqual([
      expect.stringMatching(/^imported {4}6 blocks, \d+ bytes$/),
      "scrubbed    0 damaged",
      "reached     6 blocks, 0 missing",
      `entry 0     icn/progress/1 by ${by}, signature holds`,
      `entry 1     icn/progress/1 by ${by}, signature holds`,
      `entry 2     icn/cancel/1 by ${by}, signature holds`,
    ]);
  });

  it("refuses a CAR of which one bit is another", async () => {
    const { car, head } = await writeCar();
    car[car.length - 1]! ^= 1;
    await writeFile(join(folder, "a.car"), car);
    expect(await run(join(folder, "a.car"), head)).toEqual({
      code: 1,
      lines: ["refused     DAG_CAR_REFUSED"],
    });
  });

  it("says what is missing from a CAR that is cut between two blocks", async () => {
    const { car, head } = await writeCar({ maxBlocks: 5 });
    await writeFile(join(folder, "a.car"), car);
    const { lines } = await run(join(folder, "a.car"), head);
    expect(lines).toContain("reached     5 blocks, 1 missing");
  });

  it("finds out a signature that is not that of the account", async () => {
    const signer = newSigner();
    const forger = { ...signer, sign: (message: Uint8Array) => newSigner(2).sign(message) };
    const { car, head } = await writeCar({ signer: forger });
    await writeFile(join(folder, "a.car"), car);
    const { lines } = await run(join(folder, "a.car"), head);
    expect(lines.slice(-1)).toEqual(["entry 2     refused, CORE_BAD_SIGNATURE"]);
  });
});

function newSigner(seed = 1): Signer {
  return createKeySigner({ engine: nobleEngine(), secretKey: new Uint8Array(32).fill(seed) });
}

/** A CAR of a history, of its first blocks only where so many are wanted. */
async function writeCar({ signer = newSigner(), maxBlocks = 100 } = {}) {
  const keptLinks = createKeptLinks(signedRecords);
  const storage = createMemoryStorage({ keptLinks });
  await writeHistory(storage, signer, 1000);
  const head = (await storage.ref(HISTORY))!;
  const chunks: Uint8Array[] = [];
  const options = { keptLinks, maxBlocks, onLeftOut: () => undefined };
  for await (const chunk of exportCar(storage, [head], options)) chunks.push(chunk);
  return { head, car: Buffer.concat(chunks) };
}

async function run(...args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const command = ["--conditions=@icn-mesh/source", main, ...args];
  return new Promise((resolve) => {
    execFile(execPath, command, (error, stdout) => {
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trim().split("\n") });
    });
  });
}
