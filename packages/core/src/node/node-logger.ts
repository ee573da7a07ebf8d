import { createLogger, type LogEntry } from "../logging/logger.ts";
import { parseLogLevels } from "../logging/parse-log-levels.ts";
import type { Logger } from "../ports/logger.ts";
import { systemClock } from "./system-clock.ts";

/** How much is said, and where; both come from the process when not given. */
export interface NodeLoggerOptions {
  /** As `parseLogLevels` reads it; the environment's `ICN_MESH_LOG` when not given, or `info`. */
  readonly levels?: string;
  /** Takes one line with its end; standard error when not given. */
  readonly write?: (line: string) => void;
}

/** A logger that writes a line of JSON per entry: time, level, component, message, and fields if there are any. */
export function createNodeLogger(component: string, options: NodeLoggerOptions = {}): Logger {
  const { levels = process.env["ICN_MESH_LOG"] ?? "info", write = writeToStderr } = options;
  const sink = (entry: LogEntry) => write(`${formatEntry(entry)}\n`);
  return createLogger({ component, levels: parseLogLevels(levels), sink, clock: systemClock });
}

function formatEntry({ at, level, component, message, fields }: LogEntry): string {
  const time = new Date(at).toISOString();
  const line = { time, level, component, message };
  return JSON.stringify(Object.keys(fields).length === 0 ? line : { ...line, fields });
}

function writeToStderr(line: string): void {
  process.stderr.write(line);
}
