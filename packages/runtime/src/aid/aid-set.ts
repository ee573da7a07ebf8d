import {
  type Cid,
  type Clock,
  createBoundedMap,
  type Did,
  type NetworkId,
  openAnyRecord,
  type Signed,
  type Storage,
  sealRecord,
  type Verifier,
  verdictOf,
  verifySigned,
  verifySignedMany,
} from "@icn-mesh/core";
import type { MessageVerdict } from "@icn-mesh/network";
import type { HeadSet } from "../heads/head-set.ts";
import type { ItemPlace } from "../heads/item-names.ts";
import { type ItemSet, type NewItem, openItemSet } from "../heads/item-set.ts";
import { ownFact } from "../job/own-records.ts";
import { type AidBody, aidEntry, isAid } from "./aid-records.ts";
import { type AidRegistry, createAidRegistry } from "./aid-registry.ts";

/** The registry of mutual aid, as the nodes of a federation share it. */
export interface AidSet extends HeadSet {
  readonly registry: AidRegistry;
  /** Keeps a record of this node's own making; false where there is no room for it. */
  post(record: Signed<AidBody>): Promise<boolean>;
  /** Judges what was published, and keeps what is good. */
  hear(envelope: Uint8Array): Promise<MessageVerdict>;
  /** Lets go of what has expired. */
  sweep(): Promise<void>;
}

/** What the registry needs. */
export interface AidSetComponents {
  readonly net: NetworkId;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly verifier: Verifier;
  /** Whose records are kept. */
  readonly admits: (author: Did) => boolean;
  /** Told when there is something new, or something is gone. */
  readonly changed: () => void;
}

const HOUR_MS = 3_600_000;
/** Nothing is kept whose time ends later. */
const MOST_AID_MS = 31 * 24 * HOUR_MS;
const MOST_RECORDS = 4096;
const MOST_OF_ONE = 256;
const MOST_BYTES = 8192;
const MOST_REFUSED = 16_384;

/** Opens the registry as it was left. */
export async function openAidSet(components: AidSetComponents): Promise<AidSet> {
  const { storage, clock } = components;
  const registry = createAidRegistry(clock);
  const places: ItemPlace[] = [];
  const see = (place: ItemPlace): void => void places.push(place);
  const items = await openItemSet(components, "aid", see);
  for (const place of places) {
    const entry = await items.read(place);
    if (entry === undefined) continue;
    const record = await ownFact(storage, aidEntry.codec.parse(entry).record);
    if (isAid(record)) registry.add(record);
  }
  return createAidSet(components, items, registry);
}

function createAidSet(components: AidSetComponents, items: ItemSet, registry: AidRegistry): AidSet {
  const { net, clock, verifier, admits, changed } = components;
  const refused = createBoundedMap<Cid, true>({ max: MOST_REFUSED, whenFull: "evict-oldest" });

  function isInTime(group: number): boolean {
    return group >= hourOf(clock.now()) && group <= hourOf(clock.now() + MOST_AID_MS);
  }

  /** With those that are about to be kept. */
  function hasRoomFor({ body, bytes }: Signed<AidBody>, others: readonly Signed<AidBody>[] = []): boolean {
    if (bytes.length > MOST_BYTES || !admits(body.by)) return false;
    const ofAuthor = others.filter((other) => other.body.by === body.by).length;
    const isFew = registry.countOf(body.by) + ofAuthor < MOST_OF_ONE;
    return isFew && registry.size + others.length < MOST_RECORDS;
  }

  /** Those that there is room for; what there is not is not asked for again. */
  function fitting(records: readonly Signed<AidBody>[]): readonly Signed<AidBody>[] {
    const admitted: Signed<AidBody>[] = [];
    for (const record of records) {
      if (record.body.expiresAt > clock.now() && hasRoomFor(record, admitted)) admitted.push(record);
      else refused.set(record.cid, true);
    }
    return admitted;
  }

  async function keep(records: readonly Signed<AidBody>[]): Promise<void> {
    const admitted = fitting(records);
    const added = new Set((await items.add(admitted.map(itemOf))).map(({ id }) => id));
    for (const record of admitted) if (added.has(record.cid)) registry.add(record);
    if (added.size > 0) changed();
  }

  function isOfOurs({ body }: Signed<AidBody>): boolean {
    return body.net === net && isInTime(hourOf(body.expiresAt));
  }

  return {
    name: "aid",
    items,
    registry,
    wants: async (place) => isInTime(place.group) && !refused.has(place.id) && !(await items.has(place)),
    async read({ id }) {
      const record = registry.get(id);
      return record && sealRecord(record);
    },
    async take(group, sent, wanted) {
      const records = sent.map(readAid).filter((record) => record !== undefined);
      const isAsked = ({ cid, body }: Signed<AidBody>) =>
        wanted.has(cid) && body.net === net && hourOf(body.expiresAt) === group;
      const verdicts = await verifySignedMany(records, verifier);
      const isGood =
        records.length === sent.length && records.every(isAsked) && verdicts.every(({ ok }) => ok);
      if (!isGood) return { kept: [], isForged: true };
      await keep(records);
      return { kept: records.map(({ cid }) => cid), isForged: false };
    },
    async post(record) {
      if (record.bytes.length > MOST_BYTES || !isOfOurs(record)) return false;
      await items.add([itemOf(record)]);
      registry.add(record);
      changed();
      return true;
    },
    async hear(envelope) {
      const opened = openAnyRecord(envelope);
      if (!opened.ok) return verdictOf(opened.refusal);
      const record = opened.value;
      if (!isAid(record) || !isOfOurs(record)) return "ignore";
      if (registry.get(record.cid) !== undefined || !hasRoomFor(record)) return "ignore";
      if (!verifySigned(record, verifier).ok) return "reject";
      await keep([record]);
      return "accept";
    },
    sweep: () => sweep(components, items, registry),
  };
}

async function sweep({ changed }: AidSetComponents, items: ItemSet, registry: AidRegistry): Promise<void> {
  const over = registry.expired();
  await items.remove(over.map(placeOf));
  for (const { cid } of over) registry.remove(cid);
  if (over.length > 0) changed();
}

function readAid(envelope: Uint8Array): Signed<AidBody> | undefined {
  const opened = openAnyRecord(envelope);
  return opened.ok && isAid(opened.value) ? opened.value : undefined;
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

function placeOf({ cid, body }: Signed<AidBody>): ItemPlace {
  return { group: hourOf(body.expiresAt), id: cid };
}

function itemOf(record: Signed<AidBody>): NewItem {
  const { cid, sig, bytes } = record;
  const entry = aidEntry.codec.encode({ t: "icn-mesh/aid/1", record: { cid, sig } });
  return { ...placeOf(record), bytes: entry, blocks: [{ bytes }] };
}
