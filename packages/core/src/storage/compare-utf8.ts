/**
 * Compares two strings as their UTF-8 bytes compare, which is the order of code points. JavaScript's own `<` compares
 * UTF-16 units and puts U+1F600 before U+FF5E.
 */
export function compareUtf8(left: string, right: string): number {
  if (BEYOND.test(left) && BEYOND.test(right)) return compareUnits(left, right);
  // One unit below the surrogates settles it, and the platform compares an order of magnitude faster.
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The units whose order is not that of the code points that they write. */
const BEYOND = /[\ud800-\uffff]/;

function compareUnits(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(left.charCodeAt(at)) - rank(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Puts the surrogates, which write code points above U+FFFF, behind the units from U+E000 on. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
