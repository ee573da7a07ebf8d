const HEAD = [0, 97, 115, 109, 1, 0, 0, 0];
const RUN = [7, 7, 1, 3, 114, 117, 110, 0, 0];

/** A module of one function that returns a number; each number makes another module. */
export function tinyModule(number: number): Uint8Array {
  const digits = Array.from({ length: 4 }, (_, at) => ((number >> (7 * at)) & 127) | (at < 3 ? 128 : 0));
  return new Uint8Array([
    ...HEAD,
    ...[1, 5, 1, 96, 0, 1, 126], // () -> i64
    ...[3, 2, 1, 0],
    ...RUN,
    ...[10, 9, 1, 7, 0, 66, ...digits, 11], // i64.const
  ]);
}

/** A module that never ends: its fuel says how long it takes. */
export function endlessModule(): Uint8Array {
  return new Uint8Array([
    ...HEAD,
    ...[1, 4, 1, 96, 0, 0],
    ...[3, 2, 1, 0],
    ...RUN,
    ...[10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11], // loop br 0
  ]);
}

/** What the module of steps holds in its memory. */
export const STEPS_MIB = 16;
/** How many steps it takes. */
export const STEPS = 100;

/** A module that counts to 100 in steps, in 16 MiB of memory of which each step writes to one page. */
export function stepModule(): Uint8Array {
  return new Uint8Array([
    ...HEAD,
    ...[1, 5, 1, 96, 0, 1, 127], // () -> i32
    ...[3, 2, 1, 0],
    ...[5, 4, 1, 0, 128, 2], // 256 pages
    ...[6, 6, 1, 127, 1, 65, 0, 11],
    ...[7, 17, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 4, 115, 116, 101, 112, 0, 0],
    ...[10, 24, 1, 22, 0, 35, 0, 65, 1, 106, 36, 0, 65, 8, 35, 0, 54, 2, 0, 35, 0, 65, 228, 0, 73, 11],
  ]);
}
