import { afterAll, describe, expect, it } from "vitest";
import { type HonestNode, startHonestNode } from "../processes/honest-node.ts";
import { ECHO, NEWS } from "../processes/honest-words.ts";
import { killPrograms, startProgram } from "../processes/start-program.ts";
import { ATTACKS, type AttackName } from "./attacks.ts";

/** The bound that the suite prints; it asserts ten times as much. */
const BOUND_MS = 5_000;
const GROWTH_MIB = 64;

/** What an attacker is thrown out for. The others are merely borne: each of their messages is one that is allowed. */
const FORGIVEN: ReadonlySet<AttackName> = new Set([
  "a flood of good messages",
  "the same message again and again",
  "half-open connections",
  // It holds one stream and what was sent on it; that it reads nothing is an offence after ten seconds.
  "requests whose answers it never reads",
  "a storm of streams",
  "a storm of connections",
  "messages of another network",
  "a hundred thousand topics",
]);

interface Stage {
  readonly delivered: number;
  readonly slowestMs: number;
  readonly rssMiB: number;
}

afterAll(killPrograms);

describe("an honest node between two others, attacked by a process without our limits", () => {
  for (const name of Object.keys(ATTACKS) as AttackName[]) {
    it(`delivers during ${name}`, { timeout: 120_000 }, async () => {
      const hub = await startHonestNode({ key: 1 });
      const bootstrap = [hub.address];
      const [author, reader] = await Promise.all([
        startHonestNode({ key: 2, bootstrap }),
        startHonestNode({ key: 3, bootstrap }),
      ]);
      await Promise.all([
        hub.order("ready", { peers: 2 }),
        author.order("ready", { peers: 1 }),
        reader.order("ready", { peers: 1 }),
      ]);
      const world = { hub, author, reader };

      const before = await stage(world, 20);
      const url = new URL("./hostile-program.ts", import.meta.url);
      const hostile = startProgram(url, [name, hub.address, NEWS, ECHO.name]);
      expect(await hostile.line()).toBe("attacking");
      const during = await stage(world, 60);
      const { lowest, dropped } = await hub.report();
      await hostile.kill("SIGKILL");
      const after = await stage(world, 20);

      const { peakMiB } = await hub.report();
      const friends: readonly string[] = [author.did, reader.did];
      const scores = Object.entries(lowest).flatMap(([did, score]) => (friends.includes(did) ? [] : [score]));
      const thrownOut = dropped.filter((did) => !friends.includes(did)).length;
      console.log(
        `${name}: delivered ${percent(before)} before, ${percent(during)} during, ${percent(after)} after; ` +
          `slowest ${before.slowestMs}, ${during.slowestMs}, ${after.slowestMs} ms (bound ${BOUND_MS}); ` +
          `memory ${before.rssMiB}, ${during.rssMiB}, ${after.rssMiB} MiB, peak ${peakMiB} (bound +${GROWTH_MIB}); ` +
          `lowest score ${Math.round(Math.min(0, ...scores))}, thrown out ${thrownOut} times`,
      );
      expect(before.delivered).toBe(1);
      expect(during.delivered).toBeGreaterThanOrEqual(0.99);
      expect(after.delivered).toBe(1);
      expect(during.slowestMs).toBeLessThan(10 * BOUND_MS);
      expect(peakMiB - before.rssMiB).toBeLessThan(10 * GROWTH_MIB);
      expect(dropped).not.toContain(author.did);
      expect(dropped).not.toContain(reader.did);
      if (!FORGIVEN.has(name)) expect(thrownOut).toBeGreaterThan(0);
      await Promise.all([author, reader, hub].map((node) => node.stop()));
    });
  }
});

interface World {
  readonly hub: HonestNode;
  readonly author: HonestNode;
  readonly reader: HonestNode;
}

/** Publishes from one end to the other for a while, and asks for answers too. */
async function stage({ hub, author, reader }: World, count: number): Promise<Stage> {
  const known = new Set(Object.keys((await reader.report()).delays));
  await author.order("publish", { count, everyMs: 50 });
  let delays: number[] = [];
  for (let waitedMs = 0; waitedMs < 10 * BOUND_MS && delays.length < count; waitedMs += 250) {
    await reader.order("wait", { ms: 250 });
    const report = await reader.report();
    delays = Object.entries(report.delays).flatMap(([id, ms]) => (known.has(id) ? [] : [ms]));
  }
  const answer = await reader.order("request", { peer: hub.did, bytes: 300 });
  expect(answer).toEqual({ ok: true, code: null, bytes: 300 });
  const { rssMiB } = await hub.report();
  return { delivered: delays.length / count, slowestMs: Math.round(Math.max(...delays)), rssMiB };
}

function percent({ delivered }: Stage): string {
  return `${Math.round(delivered * 1000) / 10} %`;
}
