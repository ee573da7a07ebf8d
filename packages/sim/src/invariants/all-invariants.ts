import { i01 } from "./i-01.ts";
import { i02 } from "./i-02.ts";
import { i03 } from "./i-03.ts";
import { i04 } from "./i-04.ts";
import { i07 } from "./i-07.ts";
import { i10 } from "./i-10.ts";
import { i11 } from "./i-11.ts";
import { i13 } from "./i-13.ts";
import { i20 } from "./i-20.ts";
import { i35 } from "./i-35.ts";
import type { Invariant } from "./invariant.ts";

/** All promises that every world is held to, in the order in which they are looked at; `I-13` closes the stores. */
export const ALL_INVARIANTS: readonly Invariant[] = [i01, i02, i03, i04, i07, i10, i11, i20, i35, i13];
