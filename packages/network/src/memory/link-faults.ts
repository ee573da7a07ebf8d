import type { Rng } from "@icn-mesh/core";

/** What a link does to what it carries, in one direction. Shares are from 0, never, to 1, always. */
export interface LinkFaults {
  /** Everything takes between these, evenly drawn, in milliseconds. */
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** A lost message of a topic is gone; lost bytes of a stream are sent again, which takes `resendMs`. */
  readonly loss: number;
  readonly resendMs: number;
  /** Messages of topics that arrive twice. */
  readonly duplication: number;
  /** Messages of topics that may overtake others. */
  readonly reordering: number;
}

/** A link that carries everything at once, in order. */
export const NO_FAULTS: LinkFaults = {
  minDelayMs: 0,
  maxDelayMs: 0,
  loss: 0,
  resendMs: 200,
  duplication: 0,
  reordering: 0,
};

const PARTS = 1_000_000;
/** Even a link that always loses lets bytes of a stream through in the end; a partition does not. */
const MAX_RESENDS = 50;

/** True in so large a share of the cases. */
export function happens(rng: Rng, share: number): boolean {
  return share > 0 && rng.below(PARTS) < share * PARTS;
}

/** How long something is under way. */
export function drawDelay(rng: Rng, { minDelayMs, maxDelayMs }: LinkFaults): number {
  const room = Math.max(0, Math.round((maxDelayMs - minDelayMs) * 1_000));
  return minDelayMs + (room === 0 ? 0 : rng.below(room + 1) / 1_000);
}

/** How long bytes that must arrive are under way: what is lost is sent again. */
export function drawReliableDelay(rng: Rng, faults: LinkFaults): number {
  let delay = drawDelay(rng, faults);
  for (let times = 0; times < MAX_RESENDS && happens(rng, faults.loss); times++) delay += faults.resendMs;
  return delay;
}
