import { once } from "node:events";
import type { Terminal } from "../terminal/terminal.ts";

/** Resolves when somebody wants the program to end: by a signal, or by the end of its input where it is to look at that. */
export async function untilTold(terminal: Terminal, stopsWithInput: boolean): Promise<void> {
  const { interrupted } = terminal;
  if (interrupted.aborted) return;
  const told: Promise<void>[] = [once(interrupted, "abort").then(() => undefined)];
  if (stopsWithInput) told.push(endOf(terminal.input));
  await Promise.race(told);
}

async function endOf(input: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of input);
}
