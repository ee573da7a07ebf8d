import type { SignatureClaim } from "../ports/verifier.ts";

/** One call of `verifyMany` on its way through the threads. */
export interface VerifyRequest {
  readonly verdicts: Promise<boolean[]>;
  /** True once the verdicts are known or never will be: what is left of it need not be computed. */
  isSettled(): boolean;
  judge(index: number, holds: boolean): void;
  fail(reason: unknown): void;
}

/** A claim that waits for a thread, and where its verdict belongs. */
export interface VerifyTask {
  readonly claim: SignatureClaim;
  readonly request: VerifyRequest;
  readonly index: number;
}

/** A request for so many verdicts, which fails with the signal's reason when that aborts before all are in. */
export function createVerifyRequest(claims: number, signal: AbortSignal | undefined): VerifyRequest {
  const verdicts = new Array<boolean>(claims).fill(false);
  const { promise, resolve, reject } = Promise.withResolvers<boolean[]>();
  let left = claims;
  let isSettled = false;

  function settle(): void {
    isSettled = true;
    signal?.removeEventListener("abort", abort);
  }

  function fail(reason: unknown): void {
    settle();
    reject(reason);
  }

  function abort(): void {
    fail(signal?.reason);
  }

  function finish(): void {
    settle();
    resolve(verdicts);
  }

  signal?.addEventListener("abort", abort, { once: true });
  if (left === 0) finish();
  return {
    verdicts: promise,
    isSettled: () => isSettled,
    judge(index, holds) {
      verdicts[index] = holds;
      left--;
      if (left === 0) finish();
    },
    fail,
  };
}
