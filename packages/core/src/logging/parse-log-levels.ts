import { CoreError } from "../errors.ts";
import type { LogLevel } from "../ports/logger.ts";

/** The least that a component says, or `off` for nothing. */
export type LogThreshold = LogLevel | "off";

/** How much each component says. */
export interface LogLevels {
  /** The threshold of the longest path that holds the component: `runtime` speaks for `runtime/job-manager`. */
  thresholdOf(component: string): LogThreshold;
}

const THRESHOLDS: ReadonlySet<string> = new Set<LogThreshold>(["debug", "info", "warn", "error", "off"]);
const COMPONENT = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/;

/**
 * Reads `info`, `network=debug,runtime/job-manager=warn`, or both kinds mixed: a level alone is for all that are not
 * named, `info` when not given. The later of two wins. Throws `CORE_BAD_LOG_LEVELS` for anything else.
 */
export function parseLogLevels(text: string): LogLevels {
  const thresholds = new Map<string, LogThreshold>();
  for (const part of text.split(",").map((each) => each.trim())) {
    if (part !== "") thresholds.set(...parsePart(part));
  }
  return { thresholdOf: (component) => lookUp(thresholds, component) };
}

/** A component, or the empty path of all of them, and its threshold. */
function parsePart(part: string): [component: string, threshold: LogThreshold] {
  const at = part.indexOf("=");
  const component = part.slice(0, Math.max(0, at)).trim();
  const threshold = part.slice(at + 1).trim();
  const isComponent = at < 0 || COMPONENT.test(component);
  if (isComponent && isThreshold(threshold)) return [component, threshold];
  const failure = { code: "CORE_BAD_LOG_LEVELS", part: part.slice(0, 80) } as const;
  throw new CoreError(`not a log level: ${failure.part}`, failure);
}

function isThreshold(text: string): text is LogThreshold {
  return THRESHOLDS.has(text);
}

function lookUp(thresholds: ReadonlyMap<string, LogThreshold>, component: string): LogThreshold {
  for (let path = component; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) {
    const threshold = thresholds.get(path);
    if (threshold !== undefined) return threshold;
  }
  return thresholds.get("") ?? "info";
}
