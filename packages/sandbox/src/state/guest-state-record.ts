import type { Cid, RecordDefinition } from "@icn-mesh/core";
import { type GuestState, guestStateCodec } from "./guest-state.ts";

/** What a store and a fetcher have to know of captured states: a root keeps the chunks that it lists. */
export const guestStateRecord: Pick<RecordDefinition<GuestState>, "codec" | "keptLinks" | "type"> = {
  type: "icn/guest-state/1",
  codec: guestStateCodec,
  keptLinks: ({ chunks }): readonly Cid[] => chunks,
};
