import { floods } from "./guests/floods.ts";
import { javascript } from "./guests/javascript.ts";
import { loops } from "./guests/loops.ts";
import { memory } from "./guests/memory.ts";
import { modules } from "./guests/modules.ts";
import { pointers } from "./guests/pointers.ts";
import { recursion } from "./guests/recursion.ts";
import { wasi } from "./guests/wasi.ts";
import type { HostileGuest } from "./hostile-guest.ts";

/** The whole corpus, in families. */
export const HOSTILE_GUESTS: Readonly<Record<string, readonly HostileGuest[]>> = {
  loops,
  recursion,
  memory,
  modules,
  floods,
  pointers,
  wasi,
  javascript,
};
