import type { LogLevel } from "@icn-mesh/core";
import * as z from "zod";

/** One line of a job's log. */
export interface LoggedLine {
  /** When it was written, by the executor's clock. */
  readonly at: number;
  readonly level: LogLevel;
  readonly text: string;
}

const lineSchema = z.object({
  at: z.number(),
  level: z.enum(["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[]),
  text: z.string(),
});

const encoder = new TextEncoder();

/** The line as one line of JSON. */
export function encodeLine({ at, level, text }: LoggedLine): Uint8Array {
  return encoder.encode(`${JSON.stringify({ at, level, text })}\n`);
}

/** The lines in a stranger's bytes; what is no line is left out. */
export function decodeLines(bytes: Uint8Array): readonly LoggedLine[] {
  return new TextDecoder().decode(bytes).split("\n").flatMap(decodeLine);
}

function decodeLine(json: string): readonly LoggedLine[] {
  if (json === "") return [];
  const line = lineSchema.safeParse(parse(json));
  return line.success ? [line.data] : [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // how the parser says that it is no JSON
  }
}
