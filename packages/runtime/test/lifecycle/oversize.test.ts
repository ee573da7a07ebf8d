import type { JobId } from "@icn-mesh/core";
import { DEFAULT_LIMITS } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import { createSampleRunner, type LocalMesh, type LocalNodeOptions } from "../../src/testing/index.ts";
import { aMesh, freeOf, type JobChanges, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { inTime } from "../acceptance/in-time.ts";

const TWO_HOURS = 7_200_000;
const MOST = 1000;

/** One submitter, and one executor that takes a thousand bytes of input. */
function aSmallExecutor(special: LocalNodeOptions = {}): Promise<LocalMesh> {
  const limits = { ...DEFAULT_LIMITS, inputBytes: MOST, moduleBytes: MOST };
  return aMesh({ nodes: 2, node: (index) => (index === 1 ? { limits, ...special } : {}) });
}

function put(mesh: LocalMesh, bytes: number) {
  return inTime(mesh, nodeAt(mesh, 0).context.putInput([new Uint8Array(bytes)]));
}

/** How a job ends that has one attempt, what its executor says, and what everybody has then. */
async function endOf(mesh: LocalMesh, changes: JobChanges) {
  const retry = { maxAttempts: 1, maxRounds: 1 };
  const job = await submit(mesh, { ...changes, options: { retry } });
  await settled(mesh, TWO_HOURS);
  const { held, credits } = mesh.guard.ledger.totals("mana");
  expect({ held, credits }).toEqual({ held: 0n, credits: 0n });
  const end = [await statusOf(mesh, job), await moneyOf(mesh, job)];
  const gains = [0, 1].map((index) => freeOf(mesh, index) - 1000n);
  return { end, said: await saidOf(mesh, job), gains };
}

async function saidOf(mesh: LocalMesh, job: JobId): Promise<string | undefined> {
  const outcome = (await nodeAt(mesh, 0).context.job(job))?.lifecycle.receipt?.body.outcome;
  return outcome?.type === "failed" ? outcome.message : undefined;
}

const UNPAID = [0n, 0n];

describe("a job with an input that is too large for its executor", () => {
  it.each([
    [2 * MOST, `${2 * MOST} bytes of input, where ${MOST} are allowed`],
    [200_000, `an input has more than the ${MOST} bytes that are allowed`],
  ])("of %i bytes fails, and says so in words", async (bytes, message) => {
    const mesh = await aSmallExecutor();
    const input = await put(mesh, bytes);
    const { end, said, gains } = await endOf(mesh, { spec: { inputs: [input] } });
    expect([end[0], said, gains]).toEqual(["Failed invalid-input", message, UNPAID]);
    await mesh.stop();
  });

  it("fails as soon as that is known, not when everybody has lost their patience", async () => {
    const mesh = await aSmallExecutor();
    const input = await put(mesh, 200_000);
    const job = await submit(mesh, { spec: { inputs: [input] } });
    await mesh.until(async () => (await statusOf(mesh, job)) === "Failed invalid-input", 5000);
    await settled(mesh, TWO_HOURS);
    await mesh.stop();
  });
});

describe("a job with outputs that are larger than it allows", () => {
  it("fails where the sandbox finds that, and says so in words", async () => {
    const mesh = await aSmallExecutor();
    const limits = { fuel: 1_000_000, wallMs: 1000, outputBytes: 8 };
    const { end, said, gains } = await endOf(mesh, { spec: { limits } });
    expect([end[0], gains]).toEqual(["Failed output-too-large", UNPAID]);
    expect(said).toMatch(/8/);
    await mesh.stop();
  });

  it("is not paid for where its executor hands them over all the same", async () => {
    const result = new Uint8Array(200_000);
    const runner = createSampleRunner({ echo: () => ({ type: "ok", result, outputs: new Map() }) });
    const mesh = await aSmallExecutor({ runner });
    expect(await endOf(mesh, {})).toEqual({
      end: ["Failed invalid-receipt", "refunded"],
      said: undefined,
      gains: UNPAID,
    });
    await mesh.stop();
  });
});
