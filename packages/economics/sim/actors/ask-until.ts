import type { Did } from "@icn-mesh/core";
import type { Answer, Question } from "../world/messages.ts";
import type { Session } from "../world/session.ts";

const PAUSE_MS = 1_000;

/** Asks again and again until there is an answer or a moment is past. */
export async function askUntil(
  { ask, clock }: Session,
  to: Did,
  { question, until }: { readonly question: Question; readonly until: number },
): Promise<Answer | undefined> {
  while (clock.now() < until) {
    const answer = await ask(to, question);
    if (answer !== undefined) return answer;
    await clock.after(PAUSE_MS);
  }
  return undefined;
}
