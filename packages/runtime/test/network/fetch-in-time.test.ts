import { cidOf } from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import { expect, it } from "vitest";
import { fetchInTime } from "../../src/network/fetch-in-time.ts";

const ROOT = cidOf(Uint8Array.of(1), "raw");

/** Fetches from somebody who gives each answer so long after it was asked. */
function fetching(answers: readonly { readonly afterMs: number; readonly isHere: boolean }[]) {
  const clock = createHandClock();
  const left = [...answers];
  const payloads = {
    async fetch() {
      const { afterMs, isHere } = left.shift() ?? { afterMs: 0, isHere: false };
      await clock.after(afterMs);
      return isHere;
    },
    keep: async () => false,
  };
  const { signal } = new AbortController();
  const terms = { from: [], signal, maxBytes: 1, ms: 60_000, askMs: 10_000 };
  const answer = { value: undefined as boolean | undefined };
  void fetchInTime({ payloads, clock }, [ROOT], terms).then((isHere) => {
    answer.value = isHere;
  });
  return { clock, answer };
}

it("asks again for what nobody has, for as long as it may", async () => {
  const { clock, answer } = fetching([]);
  await clock.advance(9000);
  expect(answer.value).toBe(undefined);
  await clock.advance(2000);
  expect(answer.value).toBe(false);
});

it("lets in what is on its way by then", async () => {
  const { clock, answer } = fetching([{ afterMs: 40_000, isHere: true }]);
  await clock.advance(39_000);
  expect(answer.value).toBe(undefined);
  await clock.advance(1000);
  expect(answer.value).toBe(true);
});

it("gives up what takes too long", async () => {
  const { clock, answer } = fetching([{ afterMs: 70_000, isHere: true }]);
  await clock.advance(60_000);
  expect(answer.value).toBe(false);
});
