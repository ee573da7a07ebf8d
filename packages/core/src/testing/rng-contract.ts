import type { Rng } from "../ports/rng.ts";
import { assertEqual, assertFails, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";

/** All that an `Rng` promises. What is left to chance fails once in 10¹² runs. */
export const rngContract: Contract<Rng> = [
  {
    promise: "draws as many bytes as asked for, others each time",
    check(rng) {
      for (const length of [0, 1, 31, 32, 33, 1000]) assertEqual(rng.bytes(length).length, length, "length");
      const [first, second] = [rng.bytes(32), rng.bytes(32)];
      assertThat(text(first) !== text(second), "the same bytes came twice");
    },
  },
  {
    promise: "gives bytes away that the reader may write to",
    check(rng) {
      const [first, second] = [rng.bytes(16), rng.bytes(16)];
      const before = text(second);
      first.fill(0);
      assertEqual(text(second), before, "bytes drawn later");
    },
  },
  {
    promise: "draws every integer below the bound, about equally often, and no other",
    check(rng) {
      for (const bound of [1, 2, 3, 7, 33]) {
        const counts = new Map<number, number>();
        for (let draw = 0; draw < bound * 400; draw++) {
          const value = rng.below(bound);
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        assertEqual([...counts.keys()].sort(ascending), [...Array(bound).keys()], `values below ${bound}`);
        // 400 ± 8 standard deviations of 20
        assertThat(
          [...counts.values()].every((count) => bound === 1 || Math.abs(count - 400) < 160),
          "biased",
        );
      }
    },
  },
  {
    promise: "draws below the largest bound, on both sides of its middle",
    check(rng) {
      const draws = Array.from({ length: 200 }, () => rng.below(Number.MAX_SAFE_INTEGER));
      assertThat(
        draws.every((value) => Number.isSafeInteger(value) && value >= 0),
        "not a safe integer",
      );
      assertThat(
        draws.some((value) => value < 2 ** 52) && draws.some((value) => value >= 2 ** 52),
        "one side only",
      );
      assertThat(
        draws.some((value) => value % 2 === 0) && draws.some((value) => value % 2 === 1),
        "one parity only",
      );
    },
  },
  {
    promise: "refuses a bound or a length that is none",
    async check(rng) {
      for (const bound of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
        await assertFails("CORE_OUT_OF_RANGE", () => rng.below(bound));
      }
      for (const length of [-1, 1.5, Number.NaN, 2 ** 30 + 1]) {
        await assertFails("CORE_OUT_OF_RANGE", () => rng.bytes(length));
      }
    },
  },
  {
    promise: "forks into streams that differ from it and from each other",
    check(rng) {
      const streams = [rng, rng.fork("a"), rng.fork("b"), rng.fork("a").fork("a"), rng.fork("")];
      const drawn = new Set(streams.map((stream) => text(stream.bytes(16))));
      assertEqual(drawn.size, streams.length, "different streams");
      for (const stream of streams) assertThat(stream.below(10) < 10, "a fork draws no integers");
    },
  },
];

function text(bytes: Uint8Array): string {
  return bytes.join(" ");
}

function ascending(left: number, right: number): number {
  return left - right;
}
