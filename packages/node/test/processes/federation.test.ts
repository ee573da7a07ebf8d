import { expect, it } from "vitest";
import { type LaidOutNode, layOutFederation } from "../../src/index.ts";
import { aDirectory } from "../a-directory.ts";
import { type NodeProcess, startProcess } from "./start-process.ts";

it("a federation of processes carries jobs, and goes on after its guard and its executor were killed", async () => {
  // Nothing regenerates, so that what is there is what was given and not spent.
  const rules = { mint: { rate: 0n, cap: 0n, epochMs: 3_600_000 } };
  const plan = { root: await aDirectory(), names: ["guard", "submitter", "executor"], mana: 1000n, rules };
  const [guard, submitter, executor] = (await layOutFederation(plan)).nodes as [
    LaidOutNode,
    LaidOutNode,
    LaidOutNode,
  ];
  const first = await startIn(guard, []);
  const working = await startIn(submitter, [first]);
  const second = await startIn(executor, [first, working], { "executor.enabled": "true" });
  expect(await working.ask("submit")).toEqual({
    type: "ended",
    status: "Completed",
    settlement: "paid",
    executor: executor.did,
  });

  await first.kill();
  await second.kill();
  const again = [await startIn(guard, [working], listenOn(first))];
  again.push(
    await startIn(executor, [working, ...again], { "executor.enabled": "true", ...listenOn(second) }),
  );
  expect(await working.ask("submit")).toMatchObject({ status: "Completed", settlement: "paid" });
  expect(await working.ask("balance")).toEqual({ type: "balance", free: 998 });
  for (const each of [...again, working]) expect(await each.stop()).toBe(0);
}, 300_000);

function startIn(
  { data }: LaidOutNode,
  others: readonly NodeProcess[],
  flags: Readonly<Record<string, string>> = {},
): Promise<NodeProcess> {
  return startProcess({
    data,
    log: "error",
    "network.listen": "/ip4/127.0.0.1/tcp/0",
    "network.allowPrivateAddresses": "true",
    "network.table": "off",
    "network.bootstrap": others.map(({ address }) => address).join(),
    "executor.processes": "1",
    ...flags,
  });
}

/** Where it was before, so that others find it there. */
function listenOn({ address }: NodeProcess): Readonly<Record<string, string>> {
  return { "network.listen": address.replace(/\/p2p\/.*$/, "") };
}
