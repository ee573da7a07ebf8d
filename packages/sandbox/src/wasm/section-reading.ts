import { type ByteCursor, readCount } from "./byte-cursor.ts";
import type { ModuleShape } from "./module-shape.ts";
import type { ModuleLimits } from "./module-terms.ts";

/** What the reader of a section works with: where it is, what it fills in, and what it may find. */
export interface SectionReading {
  readonly cursor: ByteCursor;
  readonly shape: ModuleShape;
  readonly limits: ModuleLimits;
}

/** How many things of a sort a section may list. */
export interface Listed {
  readonly what: string;
  readonly most: number;
}

/** Calls `read` for each of as many things as the section lists, until something is refused. */
export function readEach({ cursor }: SectionReading, { what, most }: Listed, read: () => void): void {
  const count = readCount(cursor, what, most);
  for (let index = 0; index < count && cursor.refusal === undefined; index++) read();
}
