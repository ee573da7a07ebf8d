import { describe, expect, it } from "vitest";
import { createEventLog } from "../../src/events/event-log.ts";

async function take<Item>(source: AsyncIterator<Item>, count: number): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < count) items.push((await source.next()).value);
  return items;
}

describe("a log of events", () => {
  it("gives what is after a place, and then what happens", async () => {
    const log = createEventLog<string>({ max: 10 });
    for (const event of ["a", "b", "c"]) log.add(event);
    const reader = log.read(1, new AbortController().signal);
    expect(await take(reader, 2)).toEqual([
      { type: "event", logged: { seq: 2, event: "b" } },
      { type: "event", logged: { seq: 3, event: "c" } },
    ]);
    const next = reader.next();
    log.add("d");
    expect((await next).value).toEqual({ type: "event", logged: { seq: 4, event: "d" } });
  });

  it("says that there is a gap to a reader that was too slow, and keeps nothing for it", async () => {
    const log = createEventLog<number>({ max: 3 });
    const reader = log.read(0, new AbortController().signal);
    log.add(1);
    expect(await take(reader, 1)).toEqual([{ type: "event", logged: { seq: 1, event: 1 } }]);
    for (let event = 2; event <= 100; event++) log.add(event);
    expect(await take(reader, 2)).toEqual([
      { type: "gap" },
      { type: "event", logged: { seq: 98, event: 98 } },
    ]);
  });

  it("ends for a reader that leaves", async () => {
    const log = createEventLog<number>({ max: 3 });
    const leaving = new AbortController();
    const reader = log.read(0, leaving.signal);
    const next = reader.next();
    leaving.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
