import { type Cid, createBoundedMap, sha256 } from "@icn-mesh/core";

/** What there is under one part of the ids of a group. */
export interface BucketHead {
  readonly bucket: string;
  readonly count: number;
  readonly digest: Uint8Array;
}

/** Reads the ids of a group in ascending order, all of them or those of one bucket. */
export type ReadIds = (group: number, bucket?: string) => AsyncIterable<Cid>;

/** The buckets of those groups that change, or are compared, at one time. */
export interface BucketTables {
  /** The buckets of a group, ascending. */
  of(group: number): Promise<readonly BucketHead[]>;
  /** Takes note of an item that came into a group, or left it. */
  note(group: number, id: Cid): void;
  forget(group: number): void;
}

/** The length of every digest. */
export const DIGEST_BYTES = 32;
/** The letters of a CID that differ first: eight of the one, 32 of the other. */
const BUCKET_AT = [7, 9] as const;
const MOST_TABLES = 32;
const utf8 = new TextEncoder();

/** The bucket of an id. */
export function bucketOf(id: Cid): string {
  return id.slice(...BUCKET_AT);
}

/** No tables yet; those used least lately are forgotten, and read again when they are asked for. */
export function createBucketTables(readIds: ReadIds): BucketTables {
  const tables = createBoundedMap<number, Table>({ max: MOST_TABLES, whenFull: "evict-least-used" });

  async function read(group: number, bucket?: string): Promise<Cid[]> {
    const ids: Cid[] = [];
    for await (const id of readIds(group, bucket)) ids.push(id);
    return ids;
  }

  async function refresh(group: number, { buckets, stale }: Table): Promise<void> {
    for (const bucket of stale) {
      const ids = await read(group, bucket);
      if (ids.length === 0) buckets.delete(bucket);
      else buckets.set(bucket, headOf(bucket, ids));
    }
    stale.clear();
  }

  return {
    async of(group) {
      const known = tables.get(group);
      if (known !== undefined) await refresh(group, known);
      const { buckets } = known ?? { buckets: bucketsOf(await read(group)) };
      if (known === undefined) tables.set(group, { buckets, stale: new Set() });
      return inOrder(buckets);
    },
    note(group, id) {
      tables.get(group)?.stale.add(bucketOf(id));
    },
    forget(group) {
      tables.delete(group);
    },
  };
}

interface Table {
  readonly buckets: Map<string, BucketHead>;
  /** Buckets that have changed since they were read. */
  readonly stale: Set<string>;
}

/** One digest for a whole group, by its ids in ascending order. */
export function digestOfGroup(ids: readonly Cid[]): Uint8Array {
  return digestOfBuckets(inOrder(bucketsOf(ids)));
}

/** The same by the buckets of the group. */
export function digestOfBuckets(buckets: readonly BucketHead[]): Uint8Array {
  const bytes = new Uint8Array(buckets.length * DIGEST_BYTES);
  for (const [index, { digest }] of buckets.entries()) bytes.set(digest, index * DIGEST_BYTES);
  return sha256(bytes);
}

function bucketsOf(ids: readonly Cid[]): Map<string, BucketHead> {
  const buckets = [...Map.groupBy(ids, bucketOf)];
  return new Map(buckets.map(([bucket, those]) => [bucket, headOf(bucket, those)]));
}

function headOf(bucket: string, ids: readonly Cid[]): BucketHead {
  return { bucket, count: ids.length, digest: sha256(utf8.encode(ids.join(" "))) };
}

function inOrder(buckets: ReadonlyMap<string, BucketHead>): readonly BucketHead[] {
  return [...buckets.values()].sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
}
