import { assemble } from "../../assemble.ts";
import { callText, importText, POINTER_CALLS } from "../host-pointers.ts";
import type { HostileGuest } from "../hostile-guest.ts";

const PAGE = 65_536;
/** What is wrong with a pointer and a length, where memory has one page. */
const WRONG = {
  "beyond the end": [PAGE, 64],
  "across the end": [PAGE - 8, 64],
  "with a length of -1": [16, -1],
  "at -1, around the end of all addresses": [-1, 64],
} as const;

/** Guests that hand the host a pointer to what is not theirs: each function, each of its pointers, each way. */
export const pointers: readonly HostileGuest[] = Object.entries(POINTER_CALLS).flatMap(
  ([name, { signature, pairs }]) =>
    pairs.flatMap((pair, which) =>
      Object.entries(WRONG).map(([how, wrong], way) => {
        const values = pairs.reduce<number[]>((all, [, length]) => Object.assign(all, { [length]: 8 }), []);
        values[pair[0]] = wrong[0];
        values[pair[1]] = wrong[1];
        const guest = pointing(`${name}: pointer ${which + 1} ${how}`, name, callText(signature, values));
        return way === 0 ? guest : { ...guest, isVariant: true as const };
      }),
    ),
);

function pointing(title: string, name: string, call: string): HostileGuest {
  const signature = POINTER_CALLS[name]?.signature ?? "";
  const text = `(module ${importText("icn", name, signature)} (memory (export "memory") 1)
    (func (export "run") ${call}))`;
  return {
    name: title,
    kind: "wasm",
    source: () => assemble(text),
    bound: "is stopped at a bad pointer",
    ends: "trap",
    ...(name.startsWith("host_") && { callsMesh: true }),
  };
}
