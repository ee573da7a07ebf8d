/** One sentence that a port promises, and the check that an implementation keeps it. */
export interface Promised<Subject> {
  readonly promise: string;
  /** Throws or rejects when the promise is broken. Each check gets a fresh subject. */
  check(subject: Subject): void | Promise<void>;
}

/** All that a port promises. Any test runner, or none, can go through it. */
export type Contract<Subject> = readonly Promised<Subject>[];
