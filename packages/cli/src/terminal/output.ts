import { createPaint, type Paint } from "./paint.ts";
import type { Terminal } from "./terminal.ts";

/** What a command says: to somebody who reads, or to a program. */
export interface Output {
  readonly isJson: boolean;
  readonly paint: Paint;
  /** The answer: a line of JSON, or the text that says the same. */
  show(value: unknown, text: () => string): void;
  /** Something on the way, for readers only. */
  note(text: string): void;
  /** A line that the next one is written over; nothing where nobody reads along. */
  draft(text: string): void;
  /** Something is wrong; what to do about it comes last. */
  fail(failure: { readonly code: string; readonly message: string; readonly next?: string }): void;
}

/** How to say it. */
export interface OutputOptions {
  readonly isJson: boolean;
  readonly hasColours: boolean;
}

const CLEAR = "\r\u001b[K";

/** An output to a terminal. */
export function createOutput(terminal: Terminal, { isJson, hasColours }: OutputOptions): Output {
  const paint = createPaint(hasColours && !isJson);
  let isDrafted = false;

  function clear(): void {
    if (isDrafted) terminal.write(CLEAR);
    isDrafted = false;
  }

  function line(text: string): void {
    clear();
    terminal.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  return {
    isJson,
    paint,
    show: (value, text) => line(isJson ? printJson(value) : text()),
    note(text) {
      if (!isJson) line(text);
    },
    draft(text) {
      if (isJson || !terminal.isTerminal) return;
      clear();
      terminal.write(text.slice(0, terminal.width - 1));
      isDrafted = true;
    },
    fail({ code, message, next }) {
      clear();
      if (isJson)
        return terminal.complain(`${printJson({ error: { code, message, ...(next && { next }) } })}\n`);
      const head = `${paint.bad("error")} ${message} ${paint.dim(`(${code})`)}`;
      terminal.complain(next === undefined ? `${head}\n` : `${head}\n  ${next}\n`);
    },
  };
}

/** A line of JSON; what it has no number for is written as text. */
function printJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? each.toString() : each));
}
