import { type Clock, createLogger, type Logger, parseLogLevels } from "@icn-mesh/core";
import type { Trace } from "../kernel/trace.ts";

const LEVELS = parseLogLevels("warn");

/** A logger whose warnings and errors become part of the trace. */
export function createTraceLogger(trace: Trace, clock: Clock, name: string): Logger {
  return createLogger({
    component: "sim",
    levels: LEVELS,
    clock,
    sink: ({ level, message, fields }) => trace.note(name, level, `${message} ${JSON.stringify(fields)}`),
  });
}
