import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import type { Did } from "../../src/ids/did.ts";
import { nodeCryptoEngine } from "../../src/node/node-crypto-engine.ts";
import { createWorkerVerifier, type WorkerVerifier } from "../../src/node/worker-verifier.ts";
import type { SignatureClaim } from "../../src/ports/verifier.ts";
import { createKeySigner } from "../../src/signatures/key-signer.ts";
import { createVerifier } from "../../src/signatures/verifier.ts";

const engine = nodeCryptoEngine();
const signers = [1, 2, 3].map((seed) =>
  createKeySigner({ engine, secretKey: new Uint8Array(32).fill(seed) }),
);

const open: WorkerVerifier[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((verifier) => verifier.close()));
});

function start(options?: Parameters<typeof createWorkerVerifier>[1]): WorkerVerifier {
  const verifier = createWorkerVerifier({ engine }, options);
  open.push(verifier);
  return verifier;
}

/** One whose threads follow orders: see `verify-stand-in.ts`. */
function standIn(options: { threads?: number; maxWaiting?: number } = {}): WorkerVerifier {
  return start({ threads: 1, ...options, entry: new URL("verify-stand-in.ts", import.meta.url) });
}

function order(text: string): SignatureClaim {
  const [signer] = signers;
  if (signer === undefined) throw new Error("no signer");
  // Any signature of the right form gets as far as the thread.
  return {
    by: signer.did,
    message: new TextEncoder().encode(text),
    signature: Uint8Array.of(9, ...new Uint8Array(63)),
  };
}

const nextTick = () => new Promise((resolve) => setImmediate(resolve));

async function claimsOf(count: number): Promise<SignatureClaim[]> {
  const claims = Array.from({ length: count }, async (_, at) => {
    const signer = signers[at % signers.length];
    if (signer === undefined) throw new Error("no signer");
    const message = new Uint8Array(1 + ((at * 37) % 400)).fill(at);
    const signature = await signer.sign(message);
    if (at % 5 === 0) signature[at % 64] = (signature[at % 64] ?? 0) ^ 1;
    return { by: at % 7 === 0 ? (signers[(at + 1) % 3]?.did ?? signer.did) : signer.did, message, signature };
  });
  return Promise.all(claims);
}

describe("a verifier with threads", () => {
  it("gives the verdicts of one without, in the same order, however many claims there are", async () => {
    const claims = await claimsOf(500);
    const expected = claims.map((claim) => createVerifier({ engine }).verify(claim));
    expect(new Set(expected)).toEqual(new Set([true, false]));
    for (const threads of [1, 2]) {
      const verifier = start({ threads });
      for (const count of [0, 1, 15, 16, 17, 64, 500]) {
        expect(await verifier.verifyMany(claims.slice(0, count))).toEqual(expected.slice(0, count));
      }
      expect(claims.slice(0, 20).map((claim) => verifier.verify(claim))).toEqual(expected.slice(0, 20));
    }
  });

  it("says no to what is no claim at all, without troubling a thread", async () => {
    const verifier = standIn();
    const claim = order("any");
    const bad = [
      { ...claim, by: "did:web:example.org" as Did },
      { ...claim, signature: claim.signature.subarray(1) },
      { ...claim, signature: new Uint8Array(64) },
    ];
    expect(await verifier.verifyMany(bad)).toEqual([false, false, false]);
    expect(await verifier.verifyMany([...bad, claim, ...bad])).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it("lets the calls of one tick share a batch", async () => {
    const verifier = standIn();
    const calls = Array.from({ length: 16 }, () => verifier.verifyMany([order("expect 16")]));
    expect((await Promise.all(calls)).flat()).toEqual(new Array(16).fill(true));
    expect(await verifier.verifyMany([order("expect 16")])).toEqual([false]);
  });

  it("divides many claims among its threads, and never gives one more than 64 at a time", async () => {
    const orders = (count: number, size: number) => new Array(count).fill(order(`expect ${size}`));
    expect(await standIn({ threads: 2 }).verifyMany(orders(96, 48))).not.toContain(false);
    expect(await standIn({ threads: 1 }).verifyMany(orders(128, 64))).not.toContain(false);
  });

  it("tries a batch once more when its thread dies", async () => {
    const directory = await mkdtemp(join(tmpdir(), "icn-mesh-verify-"));
    try {
      const verifier = standIn();
      const claims = [order("any"), order(`die-once ${join(directory, "died")}`)];
      expect(await verifier.verifyMany(claims)).toEqual([true, true]);
      expect(await verifier.verifyMany([order("any")])).toEqual([true]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it("gives a batch up when a second thread dies of it, and goes on with others", async () => {
    const verifier = standIn();
    await expect(verifier.verifyMany([order("die")])).rejects.toMatchObject({
      code: "CORE_VERIFIER_CRASHED",
      cause: { message: "as told" },
    });
    expect(await verifier.verifyMany([order("any")])).toEqual([true]);
  });

  it("gives up when there is no program for its threads", async () => {
    const verifier = start({ threads: 1, entry: new URL("no-such-file.ts", import.meta.url) });
    await expect(verifier.verifyMany([order("any")])).rejects.toMatchObject({
      code: "CORE_VERIFIER_CRASHED",
    });
  });

  it("stops waiting when the signal aborts, before, in the queue or at work", async () => {
    const verifier = standIn();
    const reason = new Error("no longer wanted");
    await expect(verifier.verifyMany([order("any")], { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    for (let call = 0; call < 3; call++) {
      const { signal, abort } = controller(reason);
      const verdicts = verifier.verifyMany([order("hang")], { signal });
      await nextTick();
      abort();
      await expect(verdicts).rejects.toBe(reason);
    }
  });

  it("does not compute what nobody waits for any more", async () => {
    const verifier = standIn();
    const { signal, abort } = controller(new Error("no longer wanted"));
    const dropped = verifier.verifyMany(new Array(5).fill(order("expect 1")), { signal });
    const kept = verifier.verifyMany([order("expect 1")]);
    abort();
    await expect(dropped).rejects.toThrow("no longer wanted");
    expect(await kept).toEqual([true]);
  });

  it("keeps a bounded number of claims waiting and refuses more", async () => {
    const verifier = standIn({ maxWaiting: 10 });
    const stuck: Promise<unknown>[] = [];
    const call = (claims: number): void => {
      stuck.push(verifier.verifyMany(new Array(claims).fill(order("hang"))).catch((error: unknown) => error));
    };
    for (let batch = 0; batch < 2; batch++) {
      call(1);
      await nextTick(); // one at work, one in the thread's own queue
    }
    call(8);
    await nextTick();
    await expect(verifier.verifyMany(new Array(3).fill(order("any")))).rejects.toMatchObject({
      failure: { code: "CORE_VERIFIER_BUSY", waiting: 8 },
    });
    call(2);
    await nextTick();
    await expect(verifier.verifyMany([order("any")])).rejects.toMatchObject({ code: "CORE_VERIFIER_BUSY" });
    await verifier.close();
    for (const error of await Promise.all(stuck))
      expect(error).toMatchObject({ code: "CORE_VERIFIER_CLOSED" });
  });

  it("takes one call of any size when nothing waits", async () => {
    expect(await standIn({ maxWaiting: 1 }).verifyMany(new Array(200).fill(order("any")))).toHaveLength(200);
  });

  it("answers nobody once it is closed, and may be closed again", async () => {
    const verifier = standIn();
    const waiting = verifier.verifyMany([order("any")]);
    const [outcome] = await Promise.allSettled([waiting, verifier.close()]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "CORE_VERIFIER_CLOSED" } });
    await expect(verifier.verifyMany([order("any")])).rejects.toMatchObject({ code: "CORE_VERIFIER_CLOSED" });
    await verifier.close();
  });

  it("needs a thread, and room for a claim", () => {
    for (const options of [{ threads: 0 }, { threads: 1.5 }, { maxWaiting: 0 }]) {
      expect(() => start(options)).toThrow(expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }));
    }
  });

  it("lets a program exit once it is closed", async () => {
    const program = fileURLToPath(new URL("verify-program.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--conditions=@icn-mesh/source",
      program,
    ]);
    expect(stdout.trim()).toBe("[ true, false ]");
  });
});

function controller(reason: Error): { readonly signal: AbortSignal; abort(): void } {
  const inner = new AbortController();
  return { signal: inner.signal, abort: () => inner.abort(reason) };
}
