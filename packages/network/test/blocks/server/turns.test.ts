import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createTurns, type Holder } from "../../../src/blocks/server/turns.ts";

function setUp(max: number) {
  const clock = createHandClock();
  const turns = createTurns(clock, { max, patienceMs: 1_000 });
  const aborted: string[] = [];
  const given: string[] = [];
  const holder = (name: string): Holder => ({ abort: () => aborted.push(name) });
  const take = async (name: string) => {
    const release = await turns.take(holder(name));
    given.push(release ? name : `${name} not`);
    return release;
  };
  return { clock, turns, aborted, given, take };
}

describe("turns", () => {
  it("are given to so many at a time, then in the order of asking", async () => {
    const { given, take, clock } = setUp(2);
    const first = await take("a");
    await take("b");
    const waiting = [take("c"), take("d")];
    await clock.advance(0);
    expect(given).toEqual(["a", "b"]);
    first?.();
    await waiting[0];
    expect(given).toEqual(["a", "b", "c"]);
  });

  it("are taken from the one who has had one for longest, once somebody waits and it is long enough", async () => {
    const { given, take, aborted, clock } = setUp(2);
    await take("slow");
    await clock.advance(900);
    await take("newer");
    await clock.advance(5_000);
    expect(aborted).toEqual([]); // nobody waits
    const waiting = take("c");
    await waiting;
    expect(aborted).toEqual(["slow"]);
    expect(given).toEqual(["slow", "newer", "c"]);
  });

  it("are not taken before that time", async () => {
    const { take, aborted, clock } = setUp(1);
    await take("slow");
    const waiting = take("b");
    await clock.advance(999);
    expect(aborted).toEqual([]);
    await clock.advance(1);
    expect(aborted).toEqual(["slow"]);
    await waiting;
  });

  it("given back twice count once, also after they were taken away", async () => {
    const { take, given, clock } = setUp(1);
    const slow = await take("slow");
    const second = take("b");
    await clock.advance(1_000);
    await second;
    const third = take("c");
    slow?.();
    await clock.advance(0);
    expect(given).toEqual(["slow", "b"]);
    (await second)?.();
    await third;
    (await second)?.();
    expect(given).toEqual(["slow", "b", "c"]);
  });

  it("are given to nobody after the end", async () => {
    const { take, turns, given, clock } = setUp(1);
    await take("a");
    const waiting = take("b");
    turns.stop();
    await waiting;
    await take("c");
    expect(given).toEqual(["a", "b not", "c not"]);
    expect(clock.pending).toBe(0);
  });
});
