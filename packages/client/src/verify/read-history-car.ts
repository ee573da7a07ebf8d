import {
  type AnyBody,
  type Cid,
  type Constitution,
  cidOf,
  codecOf,
  constitutionRecord,
  type Entry,
  entryRecord,
  isCid,
  type Job,
  jobRecord,
  openAnyRecord,
  readRecord,
  type Signed,
  sealEnvelope,
} from "@icn-mesh/core";
import type { Proof } from "@icn-mesh/economics";
import type { SignedHistory } from "@icn-mesh/mesh";
import { CarBlockIterator } from "@ipld/car/iterator";
import { type HistoryBundle, historyBundleCodec } from "../contract/history-bundle.ts";

/** What a history's CAR holds. Every block is what its CID says; nothing else is known to be true yet. */
export interface ShownHistory extends SignedHistory {
  readonly net: HistoryBundle["net"];
  readonly constitution: Constitution;
  readonly proofs: readonly Proof[];
}

const MOST_BYTES = 64 * 1024 * 1024;

/** Reads a CAR as `GET /v1/jobs/{id}/history.car` gives it; a text where it is none. */
export async function readHistoryCar(source: AsyncIterable<Uint8Array>): Promise<ShownHistory | string> {
  const read = await readBlocks(source).catch(() => "not a CAR"); // whatever the library makes of a stranger's bytes
  if (typeof read === "string") return read;
  const { root, blocks } = read;
  const bundle = historyBundleCodec.decode(blocks.get(root) ?? new Uint8Array(0));
  if (!bundle.ok) return "the root is no history";
  return historyIn(bundle.value, blocks);
}

type Blocks = ReadonlyMap<Cid, Uint8Array>;

async function readBlocks(
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly root: Cid; readonly blocks: Blocks } | string> {
  const car = await CarBlockIterator.fromIterable(bounded(source));
  const root = String((await car.getRoots())[0]);
  const blocks = new Map<Cid, Uint8Array>();
  for await (const { cid, bytes } of car) {
    const name = cid.toString();
    if (!isCid(name) || cidOf(bytes, codecOf(name)) !== name)
      return `${name.slice(0, 80)} is not what it says`;
    blocks.set(name, bytes);
  }
  return isCid(root) ? { root, blocks } : "it has no root";
}

/** Ends where there is more than any history has; what is cut off then does not read as a CAR. */
async function* bounded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = MOST_BYTES;
  for await (const piece of source) {
    left -= piece.length;
    if (left < 0) return;
    yield piece;
  }
}

function historyIn(bundle: HistoryBundle, blocks: Blocks): ShownHistory | string {
  const job = signedIn(jobRecord, bundle.job, blocks);
  const constitution = constitutionRecord.codec.decode(blocks.get(bundle.net as string as Cid) ?? NOTHING);
  const entries = bundle.entries.flatMap((link) => signedIn(entryRecord, link, blocks) ?? []);
  const proofs = bundle.proofs.flatMap((proof) => proofIn(proof, blocks) ?? []);
  const isWhole = entries.length === bundle.entries.length && proofs.length === bundle.proofs.length;
  if (job === undefined || !constitution.ok || !isWhole) return "a part is missing";
  const facts = entries.map((entry) => factIn(entry, blocks)).filter((fact) => fact !== undefined);
  return { net: bundle.net, constitution: constitution.value, job, entries, facts, proofs };
}

const NOTHING = new Uint8Array(0);

type RecordIn<Body> = Signed<Body> | undefined;

function signedIn<Body extends Entry | Job>(
  definition: Parameters<typeof readRecord<Body>>[0],
  { cid, sig }: HistoryBundle["job"],
  blocks: Blocks,
): RecordIn<Body> {
  const bytes = blocks.get(cid);
  const read = bytes && readRecord(definition, bytes, sig);
  return read?.ok ? read.value : undefined;
}

/** A fact that is not here is for the check of the history to miss. */
function factIn({ body: { happened } }: Signed<Entry>, blocks: Blocks): RecordIn<AnyBody> {
  const bytes = happened.type === "fact" ? blocks.get(happened.cid) : undefined;
  if (happened.type !== "fact" || bytes === undefined) return undefined;
  const opened = openAnyRecord(sealEnvelope(happened.sig, bytes));
  return opened.ok ? opened.value : undefined;
}

function proofIn({ certificate, body }: HistoryBundle["proofs"][number], blocks: Blocks): Proof | undefined {
  const certified = blocks.get(certificate);
  const named = body === null ? null : blocks.get(body);
  if (certified === undefined || named === undefined) return undefined;
  return { certificate: certified, body: named, terms: null };
}
