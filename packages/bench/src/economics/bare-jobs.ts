import {
  cidOf,
  createKeySigner,
  createVerifier,
  type Signer,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";
import { IN_FLIGHT } from "./our-jobs.ts";

/** Sizes of what is written and signed for one job, as they are in ours. */
const LINK = 800;
const ASSIGN_VOTE = [700, 600, 1000, 500, 250];
const ASSIGN_CERTIFICATE = [800, 600, 1000, 500];
const SETTLE_VOTE = [1000, 600];
const SETTLE_CERTIFICATE = [900];

/** The same signatures, verifications and durable writes as a batch of our jobs, in the same order, and nothing else. */
export async function bareJobs(storage: Storage): Promise<() => Promise<void>> {
  const engine = bestEngine();
  const signer = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(5) });
  const bare = createBare({ storage, signer, verifier: createVerifier({ engine }) });
  return async () => {
    // The operation that holds for all of them, and the vote for it.
    await bare.signAndCommit([12_000]);
    await bare.verify(1, 12_000);
    await bare.signAndCommit([700, 12_000]);
    await bare.verify(1, 500);
    await bare.commit([800, 12_000]);
    await Promise.all(Array.from({ length: IN_FLIGHT }, () => job(bare)));
  };
}

async function job(bare: Bare): Promise<void> {
  await bare.sign(1, 500); // bid
  await bare.sign(1, 250); // acceptance, which the manager checks before it signs
  await bare.verify(1, 250);
  await bare.sign(1, 500); // assignment
  await bare.commit([LINK]);
  await bare.verify(2, 500);
  await bare.commit(ASSIGN_VOTE);
  await bare.sign(1, 400);
  await bare.verify(1, 400);
  await bare.commit(ASSIGN_CERTIFICATE);
  await bare.sign(1, 500); // receipt
  await bare.verify(1, 500);
  await bare.commit(SETTLE_VOTE);
  await bare.sign(1, 600);
  await bare.verify(1, 600);
  await bare.commit(SETTLE_CERTIFICATE);
}

interface Bare {
  sign(times: number, bytes: number): Promise<void>;
  verify(times: number, bytes: number): Promise<void>;
  commit(sizes: readonly number[]): Promise<void>;
  signAndCommit(sizes: readonly number[]): Promise<void>;
}

interface Parts {
  readonly storage: Storage;
  readonly signer: Signer;
  readonly verifier: Verifier;
}

function createBare({ storage, signer, verifier }: Parts): Bare {
  const signatures = new Map<number, Promise<Uint8Array>>();
  let count = 0;

  async function sign(times: number, bytes: number): Promise<void> {
    for (let time = 0; time < times; time++) await signer.sign(new Uint8Array(bytes));
  }

  async function verify(times: number, bytes: number): Promise<void> {
    const message = new Uint8Array(bytes);
    const signature = signatures.get(bytes) ?? signer.sign(message);
    signatures.set(bytes, signature);
    for (let time = 0; time < times; time++)
      verifier.verify({ by: signer.did, message, signature: await signature });
  }

  async function commit(sizes: readonly number[]): Promise<void> {
    count += 1;
    const blocks = sizes.map((size) => ({ bytes: distinct(size, count) }));
    const to = cidOf(blocks[0]?.bytes ?? new Uint8Array());
    await storage.commit({
      blocks,
      refs: [{ name: `bare/${String(count).padStart(190, "0")}`, expect: null, to }],
    });
  }

  return {
    sign,
    verify,
    commit,
    async signAndCommit(sizes) {
      await sign(1, 12_000);
      await commit(sizes);
    },
  };
}

function distinct(size: number, count: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, count);
  return bytes;
}
