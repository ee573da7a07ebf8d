import type { SourceFile } from "./source-file.ts";

/** One refusal: where it is, and what to do about it. */
export interface Problem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** A rule of the house that no linter knows; it sees all tracked files, so it may compare them. */
export interface Rule {
  readonly name: string;
  check(files: readonly SourceFile[]): Problem[];
}
