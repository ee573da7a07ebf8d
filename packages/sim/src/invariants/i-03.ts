import { certificateCodec, type MemoryDisk } from "@icn-mesh/core";
import { economicsRecords, outcomeKey } from "@icn-mesh/economics";
import type { Invariant } from "./invariant.ts";

/** Certificates lie on many disks; those of one slot say the same. The tape of the truth looks at every vote besides. */
export const i03: Invariant = {
  id: "I-03",
  promise: "one outcome for each slot",
  hold: ({ federations }, broken) => ({
    atEnd() {
      for (const { guards, nodes } of federations) {
        const outcomes = new Map<string, string>();
        for (const { machine } of [...guards, ...nodes])
          for (const slot of contradictions(machine.disk, outcomes))
            broken(`${slot} has another outcome on ${machine.name}`);
      }
    },
  }),
};

const [, knownEntry] = economicsRecords;

/** Slots of which this disk says otherwise than those before it; it adds what is new. */
function* contradictions({ blocks }: MemoryDisk, outcomes: Map<string, string>): Generator<string> {
  for (const bytes of blocks.values()) {
    const known = knownEntry.codec.decode(bytes);
    if (!known.ok) continue;
    const { slot, outcome } = certificateCodec.parse(known.value.certificate);
    const key = outcomeKey(outcome);
    if ((outcomes.get(slot) ?? key) !== key) yield slot;
    outcomes.set(slot, key);
  }
}
