import type { Clock } from "@icn-mesh/core";
import type { GuestEvent } from "../guest/guest-event.ts";
import type { Limits } from "../limits.ts";

/** Counts what a guest process sends, and says when that is more than it would send if it were what we started. */
export interface GuestAudit {
  /** What is wrong with an event; undefined for one that may be. */
  faultOf(event: GuestEvent): string | undefined;
}

/** A process that keeps its limits itself is never above half of these. */
const SLACK = 2;
const SLACK_BYTES = 65_536;
const SLACK_EVENTS = 16;

/** The audit of one run. */
export function createGuestAudit({ clock }: { readonly clock: Clock }, limits: Limits): GuestAudit {
  const began = clock.monotonic();
  let reports = 0;
  let lines = 0;
  let logBytes = 0;
  let partialBytes = 0;
  let blockBytes = 0;

  const allowedReports = () =>
    ((clock.monotonic() - began) / 1000) * limits.progressPerSecond * SLACK + SLACK_EVENTS;

  let starts = 0;
  const isTooMuch: { readonly [Type in GuestEvent["type"]]: (event: EventOf<Type>) => boolean } = {
    began: () => ++starts > 1,
    progress: () => ++reports > allowedReports(),
    log({ text }) {
      lines++;
      logBytes += text.length;
      return lines > limits.logBytes + SLACK_EVENTS || logBytes > limits.logBytes + SLACK_BYTES;
    },
    partial({ bytes }) {
      partialBytes += bytes.length;
      return partialBytes > limits.outputBytes;
    },
    blocks({ blocks }) {
      for (const { length } of blocks) blockBytes += length;
      return blockBytes > limits.checkpointBytes + SLACK_BYTES;
    },
    checkpoint() {
      blockBytes = 0;
      return false;
    },
  };

  return {
    faultOf: (event) =>
      isTooMuch[event.type](event as never)
        ? `it sent more ${event.type} events than its limits allow`
        : undefined,
  };
}

type EventOf<Type extends GuestEvent["type"]> = Extract<GuestEvent, { readonly type: Type }>;
