import {
  type Cid,
  cidOf,
  type Projection,
  type RefChange,
  type Storage,
  type StorageOptions,
} from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";

// The history that crashes interrupt. Commit n stores block n and points `head` and `step/n` at it; every tenth one
// also removes the ref of the tenth before it, so that a prefix of the history can be told from anything else.

/** Read models and kept links that the history uses. */
export const historyOptions: StorageOptions = { projections: [stepModel()], keptLinks: () => [] };

/** The bytes of block n, about 300 of them. */
export function stepBytes(step: number): Uint8Array {
  const bytes = new Uint8Array(200 + ((step * 37) % 200)).fill(step % 251);
  new DataView(bytes.buffer).setUint32(0, step);
  return bytes;
}

/** Makes commit n, which must find what commit n - 1 left; resolves once it is acknowledged. */
export async function commitStep(storage: Storage, step: number): Promise<void> {
  const cid = stepCid(step);
  const refs: RefChange[] = [
    { name: "head", expect: step === 1 ? null : stepCid(step - 1), to: cid },
    { name: nameOf(step), expect: null, to: cid },
  ];
  const gone = step - 10;
  if (step % 10 === 0 && gone > 0) refs.push({ name: nameOf(gone), expect: stepCid(gone), to: null });
  const result = await storage.commit({ blocks: [{ codec: "raw", bytes: stepBytes(step) }], refs });
  if (!result.ok) throw new Error(`commit ${step} found ${result.ref} at ${result.actual}`);
}

/** Makes step n of a history that keeps only its head, and now and then removes what is before it. */
export async function moveHead(storage: Storage, step: number): Promise<void> {
  const refs = [{ name: "head", expect: step === 1 ? null : stepCid(step - 1), to: stepCid(step) }];
  const result = await storage.commit({ blocks: [{ codec: "raw", bytes: stepBytes(step) }], refs });
  must(result.ok, `step ${step} lost a race`);
  if (step % 5 === 0) await storage.sweep(Array.from({ length: step }, (_, index) => stepCid(index + 1)));
}

/** Where the head is in such a history; throws unless its block and every one that is listed can be read. */
export async function headStep(storage: Storage): Promise<number> {
  const head = await storage.ref("head");
  for (const cid of await collect(storage.cids())) {
    must((await storage.get(cid)) !== undefined, "a block is listed and not there");
  }
  const bytes = head === null ? undefined : await storage.get(head);
  must((head === null) === (bytes === undefined), "the head points at nothing");
  return bytes === undefined ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

/**
 * The last commit that the store has; throws unless it has all of those before it, nothing of any other, and read
 * models that follow from the refs.
 */
export async function lastStep(storage: Storage): Promise<number> {
  const head = await storage.ref("head");
  const refs = await collect(storage.refs("step/"));
  const last = refs.length === 0 ? 0 : Math.max(...refs.map(({ name }) => Number(name.slice(5))));
  must(head === (last === 0 ? null : stepCid(last)), `the head is not at step ${last}`);
  must(JSON.stringify(refs) === JSON.stringify(refsAfter(last)), `the refs are not those of step ${last}`);
  for (let step = 1; step <= last; step++) {
    const bytes = await storage.get(stepCid(step));
    must(bytes !== undefined && isSame(bytes, stepBytes(step)), `block ${step} is not as it was stored`);
  }
  const cids = await collect(storage.cids());
  must(cids.length === last, `there are ${cids.length} blocks after step ${last}`);
  const rows = await collect(storage.rows("steps"));
  const names = rows.map(({ key }) => key);
  must(names.join() === refs.map(({ name }) => name).join(), "the read model does not follow from the refs");
  return last;
}

/** Has a row for each `step/` ref, with four bytes of its block. */
function stepModel(): Projection {
  return {
    model: "steps",
    version: 1,
    prefix: "step/",
    project: ({ name, to }, view) => [
      { key: name, value: to === null ? null : (view.block(to)?.slice(0, 4) ?? null) },
    ],
  };
}

function refsAfter(last: number): { name: string; cid: Cid }[] {
  const steps = Array.from({ length: last }, (_, index) => index + 1);
  return steps
    .filter((step) => step % 10 !== 0 || step + 10 > last)
    .map((step) => ({ name: nameOf(step), cid: stepCid(step) }));
}

/** The CID of block n. */
export function stepCid(step: number): Cid {
  return cidOf(stepBytes(step), "raw");
}

function nameOf(step: number): string {
  return `step/${String(step).padStart(8, "0")}`;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function must(condition: boolean, message: string): void {
  if (!condition) throw new Error(message);
}
