import { systemClock } from "@icn-mesh/core/node";
import { afterAll, describe, expect, it } from "vitest";
import { createProcessRunner } from "../../src/node/process-runner.ts";
import { breachOf } from "./control/breach-of.ts";
import { runControl } from "./control/run-control.ts";
import type { HostileGuest } from "./hostile-guest.ts";
import { HOSTILE_GUESTS } from "./hostile-guests.ts";
import { inLanes } from "./in-lanes.ts";
import { measureHost } from "./measure-host.ts";
import { DEADLINE_MS, endOf, limitsBroken, runHarmless, runHostile } from "./run-hostile.ts";

const GRACE_MS = 1000;
const LOOP_DELAY_MS = 50;
const GROWTH_MIB = 64;
/** The machine is shared: bounds of time and memory are printed, and only ten times as much fails. */
const SLACK = 10;

const guests = Object.values(HOSTILE_GUESTS).flat();
const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });

afterAll(() => runner.close());

describe("the hostile corpus", () => {
  it("breaks its bounds in a bare process", async () => {
    const isHeld = ({ heldByEngine }: HostileGuest) => heldByEngine === true;
    const isEndless = ({ bound }: HostileGuest) => bound === "ends within its deadline";
    const controls = guests.filter((guest) => !isHeld(guest) && guest.isVariant !== true);
    const breaches = [
      ...(await breachesOf(
        controls.filter((guest) => !isEndless(guest)),
        2,
      )),
      ...(await breachesOf(controls.filter(isEndless), 6)),
    ];
    console.log(table(breaches.map(({ guest, breach }) => [guest.name, guest.bound, breach ?? "held"])));
    console.log(
      `${breaches.length} guests in bare processes; ${guests.filter(isHeld).length} more are held by the engine`,
    );
    expect(breaches.filter(({ breach }) => breach === undefined)).toEqual([]);
    expect(breaches.length).toBeGreaterThanOrEqual(30);
  }, 120_000);

  it("ends inside its limits in a pool of processes, and the host goes on", async () => {
    const built = await inLanes(guests, 1, build);
    await runHarmless(runner);
    const host = measureHost();
    const runs = await inLanes(built, 1, timedRun);
    const { delayMs, grownMiB } = host.read();
    const latest = Math.max(...runs.map(({ late }) => late));
    console.log(
      table(runs.map(({ guest, end, took }) => [guest.name, guest.bound, `${end} in ${took.toFixed(0)} ms`])),
    );
    console.log(`the latest end: ${latest.toFixed(0)} ms after its deadline, bound ${GRACE_MS} ms`);
    console.log(
      `the event loop of the host: ${delayMs.toFixed(1)} ms late at most, bound ${LOOP_DELAY_MS} ms`,
    );
    console.log(
      `host and guest process: grown by ${grownMiB} MiB after ${runs.length} guests, bound ${GROWTH_MIB} MiB`,
    );
    expect(
      runs.filter(({ guest, end }) => end !== guest.ends).map(({ guest, end }) => [guest.name, end]),
    ).toEqual([]);
    expect(runs.flatMap(({ broken }) => broken)).toEqual([]);
    expect(runs.filter(({ next }) => next[1] !== "Echo: harmless")).toEqual([]);
    expect(latest).toBeLessThan(SLACK * GRACE_MS);
    expect(delayMs).toBeLessThan(SLACK * LOOP_DELAY_MS);
    expect(grownMiB).toBeLessThan(SLACK * GROWTH_MIB);
  }, 120_000);
});

function breachesOf(some: readonly HostileGuest[], lanes: number) {
  return inLanes(some, lanes, async (guest) => {
    return { guest, breach: breachOf(guest, await runControl(guest, DEADLINE_MS + GRACE_MS)) };
  });
}

/** The guest with its module made, so that making it does not count as the host's work. */
async function build(guest: HostileGuest): Promise<HostileGuest> {
  const module = await guest.source();
  return { ...guest, source: () => module };
}

async function timedRun(guest: HostileGuest) {
  const began = systemClock.monotonic();
  const run = await runHostile(runner, guest);
  const took = systemClock.monotonic() - began;
  return {
    guest,
    took,
    late: took - DEADLINE_MS,
    end: endOf(run),
    broken: limitsBroken(run),
    next: await runHarmless(runner),
  };
}

/** Rows as text in columns. */
function table(rows: readonly (readonly string[])[]): string {
  return rows
    .map(([name = "", bound = "", end = ""]) => `${name.padEnd(70)}${bound.padEnd(32)}${end}`)
    .join("\n");
}
