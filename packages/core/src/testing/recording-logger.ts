import { createLogger, type LogEntry } from "../logging/logger.ts";
import { parseLogLevels } from "../logging/parse-log-levels.ts";
import type { Logger } from "../ports/logger.ts";
import { createHandClock } from "./hand-clock.ts";

/** A logger that keeps what it was told, at every level, its children's lines among its own. */
export interface RecordingLogger extends Logger {
  readonly entries: readonly LogEntry[];
}

/** A logger for tests; its clock stands still. */
export function createRecordingLogger(component = "test"): RecordingLogger {
  const entries: LogEntry[] = [];
  const sink = (entry: LogEntry) => {
    entries.push(entry);
  };
  const logger = createLogger({ component, levels: parseLogLevels("debug"), sink, clock: createHandClock() });
  return { ...logger, entries };
}
