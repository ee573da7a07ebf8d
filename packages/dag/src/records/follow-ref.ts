import type { Cid, Storage } from "@icn-mesh/core";

/**
 * Where one ref points: first as it is now (null: nowhere), then whenever that changes, until the signal aborts or the
 * store closes. A slow reader misses steps in between, never the last one.
 */
export async function* followRef(
  storage: Pick<Storage, "follow" | "ref">,
  name: string,
  options: { readonly signal: AbortSignal },
): AsyncGenerator<Cid | null, void, undefined> {
  // Followed before it is read, so that no change falls between the two.
  const events = storage.follow(name, options);
  let last = await storage.ref(name);
  if (!options.signal.aborted) yield last;
  for await (const event of events) {
    if (event.name !== name || event.cid === last) continue;
    last = event.cid;
    yield last;
  }
}
