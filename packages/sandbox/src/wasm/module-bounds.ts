/**
 * What no module may exceed, whoever runs it: fixed, so that executors agree on which modules run, and each below what
 * engines refuse by themselves, where they do.
 */
export const MODULE_BOUNDS = {
  types: 10_000,
  imports: 1_000,
  exports: 10_000,
  globals: 10_000,
  /** Mutable globals that a captured state may hold, a v128 counting as two. */
  capturedGlobals: 500,
  tables: 16,
  segments: 10_000,
  params: 100,
  results: 100,
  /** Of one function, its parameters among them. */
  locals: 10_000,
  /**
   * Of one function: locals times labels and branch targets. A compiler takes 30 bytes of memory for each, until it is
   * done with the function; the largest function of an interpreter of JavaScript or of SQLite has 120 000.
   */
  functionWork: 4_000_000,
  /** Over all functions: what a compiler's time grows with. At this bound it is a second or two; SQLite has 900 000. */
  compileWork: 50_000_000,
  nesting: 4_096,
  /** Targets of one `br_table`. */
  targets: 16_384,
  /** Of one function after it was made to meter itself; engines stop a little above. */
  functionBytes: 7_500_000,
  /** Of all metered functions: ordinary modules grow by two thirds, made-up ones up to 15 times. */
  codeBytes: 67_108_864,
} as const;

/** Bytes of a page of linear memory. */
export const PAGE_BYTES = 65_536;
