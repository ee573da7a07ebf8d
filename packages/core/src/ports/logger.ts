/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a line is about, as values a machine can search. Never a secret, never a payload. */
export type LogFields = Readonly<Record<string, string | number | bigint | boolean | null | undefined>>;

/** Structured lines of one component, e.g. `network` or `runtime/job-manager`. */
export interface Logger {
  readonly component: string;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose component is `<this>/<name>` and whose lines carry `fields` too. */
  child(name: string, fields?: LogFields): Logger;
}
