import {
  type Cid,
  type Entry,
  openAnyRecord,
  type Storage,
  sealEnvelope,
  signedRecords,
  type Verifier,
  verifySigned,
} from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import {
  type ChainLink,
  createKeptLinks,
  importCar,
  oldestFirst,
  openStorage,
  scrub,
  walk,
} from "@icn-mesh/dag";
import { history } from "./history.ts";

const keptLinks = createKeptLinks(signedRecords);

/** Reads a CAR as a stranger would, trusting nothing but the id of the newest entry; yields a line per finding. */
export async function* inspectCar(
  car: AsyncIterable<Uint8Array>,
  head: Cid,
  verifier: Verifier,
): AsyncGenerator<string, void, undefined> {
  const storage = await openStorage("memory:", { keptLinks });
  const imported = await importCar({ storage, clock: systemClock }, car, {
    maxBlocks: 10_000,
    maxBytes: 2 ** 26,
  });
  if (imported.ok) yield `imported    ${imported.blocks} blocks, ${imported.bytes} bytes`;
  const { findings } = await scrub(storage);
  yield `scrubbed    ${findings.length} damaged`;
  yield `reached     ${await count(storage, head)}`;
  for await (const link of oldestFirst(storage, history, { head }))
    yield await describe(storage, link, verifier);
  await storage.close();
}

/** How much of the history is here, and how much of it is wanted. */
async function count(storage: Storage, head: Cid): Promise<string> {
  const counts = { block: 0, missing: 0, cut: 0 };
  for await (const { type } of walk(storage, [head], { keptLinks })) counts[type]++;
  return `${counts.block} blocks, ${counts.missing} missing`;
}

async function describe(
  storage: Storage,
  { cid, body }: ChainLink<Entry>,
  verifier: Verifier,
): Promise<string> {
  const { happened, seq } = body;
  const label = `entry ${seq}`.padEnd(12);
  if (happened.type !== "fact") return `${label}${happened.type} ${cid.slice(-6)}`;
  const bytes = await storage.get(happened.cid);
  if (bytes === undefined) return `${label}its fact is missing`;
  const opened = openAnyRecord(sealEnvelope(happened.sig, bytes));
  const verified = opened.ok ? verifySigned(opened.value, verifier) : opened;
  if (!verified.ok) return `${label}refused, ${verified.refusal.code}`;
  return `${label}${verified.value.body.t} by ${verified.value.body.by.slice(-6)}, signature holds`;
}
