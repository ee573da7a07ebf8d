/** How the program ends, so that a script can tell kinds of failure apart. */
export const EXIT = {
  done: 0,
  /** It did what was asked, and the answer is no: a job failed, an audit or an examination found something. */
  negative: 1,
  /** What was typed makes no sense. */
  usage: 2,
  /** A configuration, a file or a data directory cannot be used. */
  setup: 3,
  /** The node cannot be reached. */
  unreachable: 4,
  /** The node refuses: not allowed, not enough mana, too much at once. */
  refused: 5,
  /** There is no such thing. */
  missing: 6,
  /** A defect of this program. */
  defect: 70,
  interrupted: 130,
} as const;

/** One of them. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
