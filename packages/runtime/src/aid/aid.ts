import type { Cid, Did, JobId, JobSpec } from "@icn-mesh/core";

/** Somebody asks for help; `forMs` from now on, a week when not given. */
export interface AidWish {
  readonly tags: readonly string[];
  /** The requester's own name for it; drawn when not given. */
  readonly id?: string;
  readonly forMs?: number;
  /** For whom: a principal whose key this node keeps; the node itself when not given. */
  readonly principal?: string;
}

/** A job that this node will run, and pay, for whoever asks for what its tags cover. */
export interface AidTerms extends AidWish {
  readonly spec: JobSpec;
  readonly manifest?: Cid;
  /** What each job may cost, as in `submitJob`. */
  readonly cost: bigint;
  /** How many requests are answered at most; one when not given. */
  readonly atMost?: number;
}

/** A request or a template as others see it. */
export interface AidPosting {
  readonly cid: Cid;
  readonly by: Did;
  readonly id: string;
  readonly tags: readonly string[];
  readonly expiresAt: number;
}

/** A request, and the jobs that answer it. */
export interface ListedAidRequest extends AidPosting {
  readonly answers: readonly { readonly job: JobId; readonly template: Cid; readonly by: Did }[];
}

/** A template, and what it runs. */
export interface ListedAidTemplate extends AidPosting {
  readonly spec: JobSpec;
  /** Of a template of this node: how many requests it has answered, and how many it may. */
  readonly offer: { readonly used: number; readonly atMost: number } | null;
}

/** What was posted, or why nothing was. */
export type AidPostResult =
  | { readonly ok: true; readonly posting: AidPosting }
  | { readonly ok: false; readonly refusal: AidRefusal };

/** Whether something was withdrawn, or why not. */
export type AidWithdrawResult = { readonly ok: true } | { readonly ok: false; readonly refusal: AidRefusal };

/** Why something was not posted or withdrawn. Nothing was stored and nobody was told. */
export type AidRefusal =
  | { readonly code: "RUNTIME_INVALID_AID"; readonly path: string; readonly message: string }
  | { readonly code: "RUNTIME_UNKNOWN_AID"; readonly cid: Cid }
  | { readonly code: "RUNTIME_NOT_OUR_AID"; readonly by: Did };

/** Mutual aid in a federation: who asks for what, who offers what, and the jobs that follow. */
export interface Aid {
  request(wish: AidWish): Promise<AidPostResult>;
  /** Promises jobs. A request that the template covers best is answered by one, once, also across a restart. */
  offer(terms: AidTerms): Promise<AidPostResult>;
  /** What is asked for and offered now, as far as this node has heard. */
  list(): {
    readonly requests: readonly ListedAidRequest[];
    readonly templates: readonly ListedAidTemplate[];
  };
  /** Takes back a request or a template of an account of this node. Jobs that were submitted go on. */
  withdraw(cid: Cid): Promise<AidWithdrawResult>;
}
