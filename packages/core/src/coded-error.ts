/** An error with a stable `code` to branch on, typed facts to log, and a `cause` to follow. */
export abstract class CodedError<Failure extends { readonly code: string }> extends Error {
  readonly failure: Failure;

  constructor(message: string, failure: Failure, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }

  /** Compare codes rather than classes: two installed copies of a package still agree on a string. */
  get code(): Failure["code"] {
    return this.failure.code;
  }
}
