/** Where a block entry stands in the log, and how many bytes the block has. */
export interface BlockPlace {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

/** A shard for a checkpoint: how many blocks, how many slots that are not free, and all slots. */
export interface SavedShard {
  readonly live: number;
  readonly used: number;
  readonly table: Uint8Array;
}

/**
 * Which block stands where: 16 bytes per slot, 21 to 43 bytes per block. A slot knows 52 bits of the digest, so
 * whoever looks up has to confirm by the CID that stands in the log. Keys are the 36 bytes of a CID.
 */
export interface BlockIndex {
  readonly size: number;
  /** The place of the block; `confirm` is asked for each place that may be it. */
  find(key: Uint8Array, confirm: (place: BlockPlace) => boolean): BlockPlace | undefined;
  /** Notes a block that has no place yet. */
  add(key: Uint8Array, place: BlockPlace): void;
  /** Notes a new place, or none, for the block that stands at `from`; false if it does not stand there. */
  move(key: Uint8Array, from: BlockPlace, to: BlockPlace | undefined): boolean;
  /** The places in one of the shards. */
  places(shard: number): readonly BlockPlace[];
  /** Forgets every block that stands in the segment. */
  forget(segment: number): void;
  /** How many bytes of blocks stand in each segment. */
  sizes(): ReadonlyMap<number, number>;
  /** A shard as it is in memory, until the next change. */
  save(shard: number): SavedShard;
  /** False if the shard is none that was saved. */
  load(shard: number, saved: SavedShard): boolean;
}

/** Blocks are spread over this many tables, so that none takes long to grow or to copy. */
export const SHARDS = 256;

const WORDS = 4; // fingerprint, fingerprint and segment, offset, length
const SMALLEST = 8;
/** Segment numbers have 20 bits; 0 marks a free slot, this one a deleted slot. */
const DELETED = 0xf_ffff;

/** How large segment numbers may become. */
export const LAST_SEGMENT = DELETED - 1;

/** An index without blocks. */
export function createBlockIndex(): BlockIndex {
  const shards = Array.from({ length: SHARDS }, () => createShard());
  const shardOf = (key: Uint8Array) => shards[key[4] as number] as Shard;

  return {
    get size() {
      return shards.reduce((sum, { live }) => sum + live, 0);
    },
    find(key, confirm) {
      const shard = shardOf(key);
      for (let slot = firstSlot(shard, key); slot !== -1; slot = nextSlot(shard, key, slot)) {
        const place = placeAt(shard, slot);
        if (confirm(place)) return place;
      }
      return undefined;
    },
    add(key, place) {
      insert(shardOf(key), fingerprint(key), place);
    },
    move(key, from, to) {
      const shard = shardOf(key);
      for (let slot = firstSlot(shard, key); slot !== -1; slot = nextSlot(shard, key, slot)) {
        if (!isSame(placeAt(shard, slot), from)) continue;
        if (to === undefined) erase(shard, slot);
        else shard.table.set(wordsOf(fingerprint(key), to), slot * WORDS);
        return true;
      }
      return false;
    },
    forget(segment) {
      for (const shard of shards) {
        for (let slot = 0; slot <= shard.mask; slot++) {
          if (segmentAt(shard.table, slot) === segment) erase(shard, slot);
        }
      }
    },
    sizes() {
      const sizes = new Map<number, number>();
      for (const { table, mask } of shards) {
        for (let slot = 0; slot <= mask; slot++) {
          const segment = segmentAt(table, slot);
          sizes.set(segment, (sizes.get(segment) ?? 0) + wordAt(table, slot, 3));
        }
      }
      return sizes;
    },
    places: (number) => allPlaces(shards[number] as Shard),
    save(number) {
      const { live, used, table } = shards[number] as Shard;
      return { live, used, table: new Uint8Array(table.buffer) };
    },
    load(number, { live, used, table: bytes }) {
      const slots = bytes.length / 4 / WORDS;
      if (number >= SHARDS || slots < SMALLEST || (slots & (slots - 1)) !== 0) return false;
      const table = new Uint32Array(slots * WORDS);
      new Uint8Array(table.buffer).set(bytes);
      shards[number] = { table, mask: slots - 1, live, used };
      return true;
    },
  };
}

interface Shard {
  table: Uint32Array;
  mask: number;
  live: number;
  /** Slots that are not free: live ones and deleted ones. */
  used: number;
}

/** The parts of a digest that a slot keeps: 32 bits, and 12 bits in the upper end of 32. */
interface Fingerprint {
  readonly low: number;
  readonly high: number;
}

function createShard(): Shard {
  return { table: new Uint32Array(SMALLEST * WORDS), mask: SMALLEST - 1, live: 0, used: 0 };
}

/** The first byte of the digest, at 4, chooses the shard; the codec, at 1, tells blocks of equal bytes apart. */
function fingerprint(key: Uint8Array): Fingerprint {
  return { low: lowBits(key), high: highBits(key) };
}

function lowBits(key: Uint8Array): number {
  const digest = (byteAt(key, 5) << 24) | (byteAt(key, 6) << 16) | (byteAt(key, 7) << 8) | byteAt(key, 8);
  return (digest ^ byteAt(key, 1)) >>> 0;
}

function highBits(key: Uint8Array): number {
  return ((byteAt(key, 9) << 24) | ((byteAt(key, 10) & 0xf0) << 16)) >>> 0;
}

function byteAt(key: Uint8Array, at: number): number {
  return key[at] as number;
}

function wordAt(table: Uint32Array, slot: number, word: number): number {
  return table[slot * WORDS + word] as number;
}

function segmentAt(table: Uint32Array, slot: number): number {
  return wordAt(table, slot, 1) & 0xf_ffff;
}

function firstSlot(shard: Shard, key: Uint8Array): number {
  return probe(shard, key, lowBits(key) & shard.mask);
}

function nextSlot(shard: Shard, key: Uint8Array, slot: number): number {
  return probe(shard, key, (slot + 1) & shard.mask);
}

/** The next slot, from this one on, that has the fingerprint; -1 if a free one comes first. */
function probe({ table, mask }: Shard, key: Uint8Array, from: number): number {
  const low = lowBits(key);
  const high = highBits(key);
  for (let slot = from; ; slot = (slot + 1) & mask) {
    const second = wordAt(table, slot, 1);
    const segment = second & 0xf_ffff;
    if (segment === 0) return -1;
    if (wordAt(table, slot, 0) === low && (second & 0xfff0_0000) >>> 0 === high && segment !== DELETED) {
      return slot;
    }
  }
}

function placeAt({ table }: Shard, slot: number): BlockPlace {
  return {
    segment: segmentAt(table, slot),
    offset: wordAt(table, slot, 2),
    length: wordAt(table, slot, 3),
  };
}

function isSame(left: BlockPlace, right: BlockPlace): boolean {
  return left.segment === right.segment && left.offset === right.offset;
}

function insert(shard: Shard, print: Fingerprint, place: BlockPlace): void {
  // A free slot has to be left, or a search would not end.
  if ((shard.used + 1) * 4 > (shard.mask + 1) * 3) rebuild(shard);
  const slot = freeSlot(shard, print.low);
  shard.table.set(wordsOf(print, place), slot * WORDS);
  shard.live += 1;
  shard.used += 1;
}

function freeSlot({ table, mask }: Shard, low: number): number {
  let slot = low & mask;
  while (segmentAt(table, slot) !== 0) slot = (slot + 1) & mask;
  return slot;
}

function wordsOf({ low, high }: Fingerprint, { segment, offset, length }: BlockPlace): number[] {
  return [low, (high | segment) >>> 0, offset, length];
}

function erase(shard: Shard, slot: number): void {
  shard.table[slot * WORDS + 1] = DELETED;
  shard.live -= 1;
}

/** Leaves deleted slots behind, in a table of twice the size if it is the live ones that fill it. */
function rebuild(shard: Shard): void {
  const old = shard.table;
  const slots = shard.mask + 1;
  const larger = shard.live * 2 >= slots ? slots * 2 : slots;
  Object.assign(shard, { table: new Uint32Array(larger * WORDS), mask: larger - 1, used: shard.live });
  for (let slot = 0; slot < slots; slot++) {
    const segment = segmentAt(old, slot);
    if (segment === 0 || segment === DELETED) continue;
    const to = freeSlot(shard, wordAt(old, slot, 0)) * WORDS;
    shard.table.set(old.subarray(slot * WORDS, (slot + 1) * WORDS), to);
  }
}

function allPlaces(shard: Shard): BlockPlace[] {
  const places: BlockPlace[] = [];
  for (let slot = 0; slot <= shard.mask; slot++) {
    const segment = segmentAt(shard.table, slot);
    if (segment !== 0 && segment !== DELETED) places.push(placeAt(shard, slot));
  }
  return places;
}
