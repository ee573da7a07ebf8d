import { expect, it } from "vitest";
import { createTurnsByKey } from "../../src/tasks/turns-by-key.ts";

it("does one thing after the other under a key, however the one before ended", async () => {
  const turns = createTurnsByKey();
  const begun: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.take("a", async () => {
    begun.push("first");
    await gate.promise;
    throw new Error("no");
  });
  const second = turns.take("a", async () => begun.push("second"));
  await turns.take("b", async () => begun.push("another key"));
  expect(begun).toEqual(["first", "another key"]);
  gate.resolve();
  await expect(first).rejects.toThrow("no");
  await second;
  expect(begun).toEqual(["first", "another key", "second"]);
});
