import type { FetchResponse } from "./fetch-like.ts";

/** The bytes of a response as they come; leaving early ends the response. */
export async function* readBytes({ body }: FetchResponse): AsyncGenerator<Uint8Array, void, undefined> {
  if (body === null) return;
  const reader = body.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    if (!isOver) await reader.cancel().catch(() => undefined); // it failed, or was aborted, and is over all the same
    reader.releaseLock();
  }
}
