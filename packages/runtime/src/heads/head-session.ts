import type { Clock, Codec, Did, NetworkId } from "@icn-mesh/core";
import type { PeerLink } from "../network/peer-link.ts";
import { PROTOCOLS } from "../network/wire-names.ts";
import { createBreaks } from "../tasks/breaks.ts";
import { type HeadQuestion, headQuestionCodec } from "./head-messages.ts";

/**
 * How the questions to a peer ended: all were answered; it answered no more; it said what no honest node says; or it
 * had its share of this node's time, and more may be asked later.
 */
export type SessionEnd = "done" | "silent" | "misled" | "paused";

/** Questions to one peer, of which there is an end whatever the peer answers. */
export interface HeadSession {
  readonly peer: Did;
  /** Undefined while it goes on. */
  readonly end: SessionEnd | undefined;
  /** Questions asked, and bytes of questions and answers. */
  readonly asked: number;
  readonly bytes: number;
  /** The answer; undefined when the session is over. */
  ask<Answer>(question: QuestionOf, codec: Pick<Codec<Answer>, "decode">): Promise<Answer | undefined>;
  /** Counts items that the peer has listed and did not hand over; the session is over when there are too many. */
  missed(count: number): void;
  finish(end: SessionEnd): undefined;
}

/** A question without the network, which is the same in all of them. */
export type QuestionOf = HeadQuestion extends infer Each
  ? Each extends HeadQuestion
    ? Omit<Each, "net">
    : never
  : never;

/** Whom to ask, and by what. */
export interface SessionParts {
  readonly net: NetworkId;
  readonly link: Pick<PeerLink, "request">;
  readonly peer: Did;
  readonly clock: Pick<Clock, "after" | "monotonic">;
  readonly signal: AbortSignal;
}

const ANSWER_MS = 10_000;
const MOST_QUESTIONS = 4096;
const MOST_MISSED = 2048;

/** A session that has just begun. */
export function createHeadSession({ net, link, peer, clock, signal }: SessionParts): HeadSession {
  const breaks = createBreaks(clock);
  let end: SessionEnd | undefined;
  let asked = 0;
  let bytes = 0;
  let missed = 0;

  function finish(how: SessionEnd): undefined {
    end ??= how;
    return undefined;
  }

  async function send(question: Uint8Array): Promise<Uint8Array | undefined> {
    if (end !== undefined) return undefined;
    if (signal.aborted || asked === MOST_QUESTIONS) return finish("paused");
    asked += 1;
    await breaks.due(); // a link that answers at once gives nobody else a turn
    const answer = await link.request(peer, PROTOCOLS.heads, question, { timeoutMs: ANSWER_MS, signal });
    if (!answer.ok) return finish(signal.aborted ? "paused" : "silent");
    bytes += question.length + answer.bytes.length;
    return answer.bytes;
  }

  return {
    peer,
    get end() {
      return end;
    },
    get asked() {
      return asked;
    },
    get bytes() {
      return bytes;
    },
    async ask(question, codec) {
      const answer = await send(headQuestionCodec.encode({ ...question, net }));
      if (answer === undefined) return undefined;
      const decoded = codec.decode(answer);
      return decoded.ok ? decoded.value : finish("misled");
    },
    missed(count) {
      missed += count;
      if (missed > MOST_MISSED) finish("misled");
    },
    finish,
  };
}
