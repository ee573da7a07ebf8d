/** Counts the functions of a module, and the small ones among them before and after they are metered. */
export interface BodySizes {
  count: number;
  smallBefore: number;
  smallAfter: number;
}

/** Bytes of a body from which V8 no longer calls a function small. */
const SMALL_BODY = 50;

/** With this share of small functions V8 inlines as much as it ever does. */
const ENOUGH = 0.5;

/** Counts one more function, by the bytes of its body. */
export function countBody(sizes: BodySizes, before: number, after: number): void {
  sizes.count++;
  if (before < SMALL_BODY) sizes.smallBefore++;
  if (after < SMALL_BODY) sizes.smallAfter++;
}

/**
 * How many empty functions to append so that the share of small ones stays what it was. V8 takes a module with few of
 * them for one whose compiler has inlined already, and inlines hardly anything there; metering makes functions larger,
 * so that short ones which call each other would be the slower for it by half.
 */
export function fillersFor({ count, smallBefore, smallAfter }: BodySizes): number {
  if (count === 0) return 0;
  const small = Math.min(smallBefore, count * ENOUGH);
  return Math.max(0, Math.ceil((count * (small - smallAfter)) / (count - small)));
}
