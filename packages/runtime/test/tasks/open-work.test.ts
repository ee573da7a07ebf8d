import { expect, it } from "vitest";
import { createOpenWork } from "../../src/tasks/open-work.ts";

it("has room for so much work, and again when some of it has ended", async () => {
  const open = createOpenWork(() => undefined);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  open.add(first.promise);
  expect(open.room(2)).toBeUndefined();
  open.add(second.promise);
  const room = open.room(2);
  expect(room).toBeDefined();
  first.resolve();
  await room;
  expect(open.room(2)).toBeUndefined();
  second.resolve();
  await open.ended();
});

it("tells of work that failed, and has room for more", async () => {
  const told: unknown[] = [];
  const open = createOpenWork((reason) => told.push(reason));
  open.add(Promise.reject(new Error("no")));
  await open.room(1);
  expect(told).toEqual([new Error("no")]);
  expect(open.room(1)).toBeUndefined();
});
