import { cidOf, codecOf } from "@icn-mesh/core";
import type { Invariant } from "./invariant.ts";

/** Every block on every disk is what it is filed under. */
export const i11: Invariant = {
  id: "I-11",
  promise: "every block hashes to its CID",
  hold: ({ machines }, broken) => ({
    atEnd() {
      for (const { name, disk } of machines.values())
        for (const [cid, bytes] of disk.blocks)
          if (cidOf(bytes, codecOf(cid)) !== cid) broken(`${name} has other bytes under ${cid}`);
    },
  }),
};
