import type { Clock } from "../ports/clock.ts";
import type { LogFields, Logger, LogLevel } from "../ports/logger.ts";
import { cleanText } from "./clean-text.ts";
import type { LogLevels } from "./parse-log-levels.ts";

/** One line, safe to print: its texts are clean and short, its numbers exact. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: LogLevel;
  readonly component: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where lines go. It does not throw: there is nobody to tell. */
export type LogSink = (entry: LogEntry) => void;

/** What a logger needs. */
export interface LoggerComponents {
  readonly component: string;
  readonly levels: LogLevels;
  readonly sink: LogSink;
  readonly clock: Clock;
  /** Carried by every line. */
  readonly fields?: LogFields;
}

const SEVERITY = { debug: 0, info: 1, warn: 2, error: 3, off: 4 } as const;

/** A logger of one component; its lines below the threshold cost a comparison. */
export function createLogger(components: LoggerComponents): Logger {
  const { component, levels, sink, clock, fields: carried = {} } = components;
  const threshold = SEVERITY[levels.thresholdOf(component)];

  function log(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (SEVERITY[level] < threshold) return;
    const all = cleanFields({ ...carried, ...fields });
    sink({ at: clock.now(), level, component, message: cleanText(message), fields: all });
  }

  return {
    component,
    debug: (message, fields) => log("debug", message, fields),
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    error: (message, fields) => log("error", message, fields),
    child(name, fields) {
      return createLogger({
        ...components,
        component: `${component}/${name}`,
        fields: { ...carried, ...fields },
      });
    },
  };
}

function cleanFields(fields: LogFields): LogEntry["fields"] {
  const clean: [string, string | number | boolean | null][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) clean.push([cleanText(name), cleanValue(value)]);
  }
  return Object.fromEntries(clean);
}

/** JSON has neither bigints nor NaN; both become text. */
function cleanValue(value: string | number | bigint | boolean | null): string | number | boolean | null {
  if (typeof value === "string") return cleanText(value);
  return typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))
    ? `${value}`
    : value;
}
