/** A change of the sources that the tests ought to notice. */
export interface Mutant {
  readonly name: string;
  /** What the changed files contain instead, by their path from the root of the workspace. */
  readonly texts: ReadonlyMap<string, string>;
}
