import type { CommandRun } from "./command-run.ts";

/** What may stand behind a command as `--name`. */
export interface OptionRule {
  readonly name: string;
  /** A letter that stands for it. */
  readonly letter?: string;
  /** What its value is called; an option without one is a switch. */
  readonly value?: string;
  /** True where it may be given several times. */
  readonly isList?: boolean;
  readonly choices?: readonly string[];
  readonly says: string;
}

/** What stands behind a command by its place. */
export interface ArgumentRule {
  readonly name: string;
  readonly isOptional?: boolean;
  /** True for the last one, where there may be several. */
  readonly isMany?: boolean;
}

/** A command: what it is called, what it takes, and where its code is. */
export interface CommandRule {
  /** One word, or two: `federation create`. */
  readonly words: string;
  readonly says: string;
  readonly takes?: readonly ArgumentRule[];
  readonly options?: readonly OptionRule[];
  /** How it is typed, without the name of the program. */
  readonly examples?: readonly string[];
  /** Loads its code, so that no command waits for that of another. */
  readonly load: () => Promise<CommandRun>;
}
