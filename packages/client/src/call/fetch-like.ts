/** As much of the global `fetch` as the client uses, so that another can stand in for it. */
export type FetchLike = (url: string, request: FetchRequest) => Promise<FetchResponse>;

/** A request, as `fetch` takes it. */
export interface FetchRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array> | string;
  readonly signal?: AbortSignal;
  /** What a body that streams has to say. */
  readonly duplex?: "half";
  readonly redirect?: "error";
}

/** A response, as `fetch` gives it, whose body is read once. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: ByteReadable | null;
  text(): Promise<string>;
}

/** Bytes that are pulled, as a web stream has them. */
export interface ByteReadable {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}
