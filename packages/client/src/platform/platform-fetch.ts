import type { FetchLike } from "../call/fetch-like.ts";

/** The `fetch` of the browser or of Node. */
export function platformFetch(): FetchLike {
  return (url, request) => fetch(url, request as RequestInit) as ReturnType<FetchLike>;
}
