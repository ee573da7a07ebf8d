import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobSpec, NetworkId } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import type { Node } from "@icn-mesh/node";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { aNode, invite } from "./a-node.ts";

// East and west found a federation each. A traveller is at home in a third, and joins both while it runs.

const root = await mkdtemp(join(tmpdir(), "icn-mesh-two-federations-"));
const places = ["east", "west", "traveller"].map((name) => join(root, name)) as [string, string, string];
const east = await aNode(places[0], [], { "executor.enabled": "true" });
const west = await aNode(places[1], [east], { "executor.enabled": "true" });
const traveller = await aNode(places[2], [east, west]);
const names = new Map([
  [east.did, "east"],
  [west.did, "west"],
]);
const [eastNet, westNet] = [east.federation.net, west.federation.net];

try {
  for (const place of places.slice(0, 2)) await enter(traveller, place);
  for (const net of [eastNet, westNet]) console.log(await echo(inside(traveller, net)));

  const forTheWest = { allowedFederations: [westNet] };
  console.log("for members of the west:", await echo(inside(traveller, eastNet), forTheWest));
  await enter(east, places[1]);
  console.log("now that east is one:", await echo(inside(traveller, eastNet), forTheWest));

  const left = await traveller.federations.leave(westNet, { drain: true });
  console.log(left.ok ? "left the west" : left.refusal.code);
} finally {
  for (const node of [traveller, west, east]) await node.stop();
  await rm(root, { recursive: true, force: true });
}

/** Joins the federation that was founded in a data directory, and waits until its mana is there. */
async function enter(node: Node, place: string): Promise<void> {
  const joined = await node.federations.join(await invite(place, node.did));
  if (!joined.ok) throw new Error(joined.refusal.code);
  const { balance } = inside(node, joined.net);
  while (balance().free === 0n) await systemClock.after(50);
}

function inside({ federations }: Node, net: NetworkId): RuntimeContext {
  const context = federations.context(net);
  if (context === undefined) throw new Error("not joined");
  return context;
}

/** Has somebody echo a word, and says who it was and what is left. */
async function echo(context: RuntimeContext, changes: Partial<JobSpec> = {}): Promise<string> {
  const spec: JobSpec = {
    kind: { type: "echo", params: { payload: "hello" } },
    inputs: [],
    outputs: [],
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    limits: { fuel: 1_000_000, wallMs: 10_000, outputBytes: 1024 },
    requiredCapabilities: [],
    allowedFederations: [],
    deterministic: true,
    ...changes,
  };
  const terms = { bidWindowMs: 60_000, enoughBids: 1, retry: { maxRounds: 2, backoffMs: 500 } };
  const submitted = await context.submitJob(null, spec, 10n, terms);
  if (!submitted.ok) return submitted.refusal.code;
  let end = "";
  for await (const { lifecycle } of context.watch(submitted.job, { signal: new AbortController().signal })) {
    const { state, assignment } = lifecycle;
    const who = assignment === null ? "nobody" : names.get(assignment.body.executor);
    end = state.status === "Failed" ? `Failed (${state.reason})` : `${state.status} by ${who}`;
  }
  return end;
}
