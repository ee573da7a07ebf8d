import { i01 } from "./i-01.ts";
import { i02 } from "./i-02.ts";
import { i03 } from "./i-03.ts";
import { i04 } from "./i-04.ts";
import { i07 } from "./i-07.ts";
import { i10 } from "./i-10.ts";
import { i11 } from "./i-11.ts";
import { i12 } from "./i-12.ts";
import { i13 } from "./i-13.ts";
import { i14 } from "./i-14.ts";
import { i15 } from "./i-15.ts";
import { i18 } from "./i-18.ts";
import { i19 } from "./i-19.ts";
import { i20 } from "./i-20.ts";
import { i26 } from "./i-26.ts";
import { i30 } from "./i-30.ts";
import { i35 } from "./i-35.ts";
import type { Invariant } from "./invariant.ts";

/** All promises that every world is held to, in the order in which they are looked at; `I-13` closes the stores. */
export const ALL_INVARIANTS: readonly Invariant[] = [
  i01,
  i02,
  i03,
  i04,
  i07,
  i10,
  i11,
  i12,
  i14,
  i15,
  i18,
  i19,
  i20,
  i26,
  i30,
  i35,
  i13,
];
