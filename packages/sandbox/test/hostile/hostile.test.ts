import { readFileSync } from "node:fs";
import { systemClock } from "@icn-mesh/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { createInProcessRunner } from "../../src/in-process-runner.ts";
import { HOSTILE_GUESTS } from "./hostile-guests.ts";
import { endOf, limitsBroken, runHarmless, runHostile } from "./run-hostile.ts";

const quickJs = readFileSync(new URL(import.meta.resolve("quickjs-wasi/quickjs.wasm")));
const runner = createInProcessRunner({ clock: systemClock, quickJs: () => quickJs });

afterAll(() => runner.close());

describe.each(Object.entries(HOSTILE_GUESTS))("a hostile guest of the family %s", (_, family) => {
  const guests = family.filter(({ needsProcess, callsMesh }) => needsProcess !== true && callsMesh !== true);

  it.each(guests)("ends inside its limits: $name", async (guest) => {
    const run = await runHostile(runner, guest);
    expect(endOf(run)).toBe(guest.ends);
    expect(limitsBroken(run)).toEqual([]);
    expect(await runHarmless(runner)).toEqual(["ok", "Echo: harmless"]);
  });
});
