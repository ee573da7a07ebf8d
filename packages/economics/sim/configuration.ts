/** Who the guards are, and how many of them may be wrong. */
export interface Configuration {
  readonly name: "solo" | "honest" | "lying";
  readonly guards: number;
  readonly quorum: number;
  readonly contested: "resolver" | "charter";
  /** One guard lies, or forgets what it voted for; what it does must not matter. */
  readonly hasFaultyGuard: boolean;
}

/** The ways in which a federation is meant to be run. */
export const configurations: readonly Configuration[] = [
  { name: "solo", guards: 1, quorum: 1, contested: "resolver", hasFaultyGuard: false },
  { name: "honest", guards: 4, quorum: 3, contested: "resolver", hasFaultyGuard: false },
  { name: "lying", guards: 4, quorum: 3, contested: "charter", hasFaultyGuard: true },
];
