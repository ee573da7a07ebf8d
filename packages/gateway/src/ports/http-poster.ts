/** What is sent to somebody else's server. */
export interface HttpPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether it may go to addresses that are not of the public internet. */
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
}

/** What came of it: the status of an answer, or why there is none. */
export type PostResult =
  | { readonly ok: true; readonly status: number }
  | { readonly ok: false; readonly why: "private-address" | "unreachable" };

/** Sends to servers that strangers name. It follows no redirects and reads no more of an answer than its status. */
export interface HttpPoster {
  post(request: HttpPost): Promise<PostResult>;
}
