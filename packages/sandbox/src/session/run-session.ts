import type { Cid, Clock } from "@icn-mesh/core";
import type { GuestEvent, GuestQuestion } from "../guest/guest-event.ts";
import type { RunOptions } from "../runner.ts";
import { createCheckpointAssembly } from "./checkpoint-assembly.ts";
import { createGuestAudit } from "./guest-audit.ts";
import { createMeshAnswers } from "./mesh-answers.ts";
import type { RunTerm } from "./run-term.ts";

/** What whoever runs a guest needs of the run: where its events go, who answers it, and when it has to end. */
export interface RunSession {
  /** Resolves when the listener has taken the event; text where no honest guest process would have sent it. */
  deliver(event: GuestEvent): Promise<string | undefined>;
  answer(question: GuestQuestion): Promise<Uint8Array | undefined>;
  /** Called when the run has its place and begins: its time counts from here. */
  begin(): void;
  /** Aborts when the run has to end at once, whatever the reason. */
  readonly signal: AbortSignal;
  /** Aborts when the run should end at its next step. */
  readonly preempt: AbortSignal | undefined;
}

/** What a session is made of besides the terms of the run. */
export interface SessionParts {
  readonly clock: Clock;
  readonly term: RunTerm;
  /** The chunks of the state that the run goes on from. */
  readonly known: Iterable<Cid>;
}

/** The session of one run. */
export function createRunSession(options: RunOptions, { clock, term, known }: SessionParts): RunSession {
  const audit = createGuestAudit({ clock }, options.limits);
  const assembly = createCheckpointAssembly(known);
  const { answer } = createMeshAnswers(options.hostCalls, options.limits);

  async function tell(event: GuestEvent): Promise<string | undefined> {
    switch (event.type) {
      case "began":
        term.guestBegan(event.hasSteps);
        return undefined;
      case "progress": {
        const { stage, percent, message } = event;
        await options.onProgress?.({ stage, percent, message });
        return undefined;
      }
      case "log":
        await options.onLog?.({ level: event.level, text: event.text });
        return undefined;
      case "partial": {
        const { type: _type, ...piece } = event;
        await options.onPartialOutput?.(piece);
        return undefined;
      }
      case "blocks":
        assembly.add(event.blocks);
        return undefined;
      case "checkpoint": {
        const checkpoint = assembly.complete(event);
        if (checkpoint === undefined) return "it sent a checkpoint that does not hold together";
        await options.onCheckpoint?.(checkpoint);
        return undefined;
      }
    }
  }

  return {
    deliver: async (event) => audit.faultOf(event) ?? (await tell(event)),
    answer,
    begin: term.begin,
    signal: term.signal,
    preempt: options.preempt,
  };
}
