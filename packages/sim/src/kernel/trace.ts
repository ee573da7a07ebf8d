/** One thing that happened in a world. */
export interface TraceEvent {
  /** Milliseconds since the world began. */
  readonly at: number;
  /** Whose doing it was. */
  readonly who: string;
  /** To whom, where it is between two. */
  readonly to?: string;
  /** One word for its kind. */
  readonly what: string;
  readonly detail: string;
}

/** What happened, as one number for all of it and word by word for the last of it. */
export interface Trace {
  /** Sixteen digits that differ as soon as two runs do. */
  readonly hash: string;
  /** How many things were noted. */
  readonly length: number;
  /** The last of them, the latest at the end. */
  readonly tail: readonly TraceEvent[];
  note(who: string | Passage, what: string, detail?: string): void;
}

/** From whom to whom something goes. */
export type Passage = readonly [from: string, to: string];

const KEPT = 4_096;
const FNV_PRIME = 0x0100_0193;

/** Nothing has happened yet. */
export function createTrace(now: () => number): Trace {
  const ring: TraceEvent[] = [];
  let [high, low] = [0x811c_9dc5, 0x9747_b28c];
  let length = 0;

  function mix(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, FNV_PRIME);
      low = Math.imul(low ^ unit ^ (high >>> 15), FNV_PRIME);
    }
  }

  return {
    get hash() {
      return hex(high) + hex(low);
    },
    get length() {
      return length;
    },
    get tail() {
      const start = length <= KEPT ? 0 : length % KEPT;
      return [...ring.slice(start), ...ring.slice(0, start)];
    },
    note(who, what, detail = "") {
      const at = now();
      ring[length % KEPT] =
        typeof who === "string" ? { at, who, what, detail } : { at, who: who[0], to: who[1], what, detail };
      length += 1;
      mix(`${at} ${who} ${what} ${detail}\n`);
    },
  };
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
