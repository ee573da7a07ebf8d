import { type Clock, createBoundedMap } from "@icn-mesh/core";
import { createMessageIds, idText } from "../message-id.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { Topic, TopicRules } from "../network-service.ts";

/** What names the identifying part of a message; undefined where its topic tells no part from the whole. */
export type PartKey = string | undefined;

/** The identifying parts of the messages that were accepted or published. */
export interface AcceptedParts {
  keyOf(topic: Topic, bytes: Uint8Array): PartKey;
  has(key: PartKey): boolean;
  /** True the first time. */
  add(key: PartKey): boolean;
}

/** What it remembers, and for how long. */
export interface AcceptedPartsOptions {
  readonly rules: ReadonlyMap<Topic, TopicRules>;
  readonly clock: Clock;
  readonly limits: NetworkLimits;
}

/**
 * Nothing is known yet; of topics that do not tell parts from the whole, nothing ever is. Only what was accepted counts:
 * the router punishes whoever repeats an id that was rejected, so an id of the part alone would let a forger, by being
 * first with a bad signature, have the honest neighbours punished for the good one.
 */
export function createAcceptedParts({ rules, clock, limits }: AcceptedPartsOptions): AcceptedParts {
  const known = createBoundedMap<string, number>({ max: limits.seen, whenFull: "evict-oldest" });
  const idOf = createMessageIds([...rules.keys()]);

  function isKnown(key: string): boolean {
    const at = known.get(key);
    return at !== undefined && clock.monotonic() - at < limits.seenMs;
  }

  return {
    keyOf(topic, bytes) {
      const part = partOf(rules.get(topic), bytes);
      return part === undefined ? undefined : idText(idOf(topic, part));
    },
    has: (key) => key !== undefined && isKnown(key),
    add(key) {
      if (key === undefined) return true;
      if (isKnown(key)) return false;
      known.delete(key);
      known.set(key, clock.monotonic());
      return true;
    },
  };
}

/** A rule that throws, which it must not, names no part: strangers' bytes are what it throws for. */
function partOf(rules: TopicRules | undefined, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return rules?.identify?.(bytes);
  } catch {
    return undefined;
  }
}
