import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@icn-mesh/client";
import { type LocalFederation, startLocalFederation } from "@icn-mesh/node";
import type { CarriedJob } from "./carried-job.ts";
import { carryJob } from "./carry-job.ts";
import type { CarryParts } from "./carry-parts.ts";
import { giveAid } from "./give-aid.ts";
import { loseExecutor } from "./lose-executor.ts";
import { printTable } from "./print-table.ts";
import { runAudit } from "./run-audit.ts";
import { longJobs, sampleJobs } from "./sample-jobs.ts";
import { createSay, type Say } from "./show.ts";

/** How to run it. */
export interface RunOptions {
  /** The directory of the data directories. */
  readonly root: string;
  /** Whether to end when the jobs have. */
  readonly isOnce: boolean;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface Summary {
  readonly jobs: number;
  readonly completed: number;
  readonly failed: number;
  /** No mana was made, lost or spent twice. */
  readonly conserved: boolean;
  /** Every history is proven, and every block of every node is what its name says. */
  readonly verified: boolean;
}

const NODES = 5;
const LIAR = 4;

/** Starts the network, carries the jobs, has everything audited, and stops it. */
export async function runLocalNetwork({ root, isOnce, isJson, signal }: RunOptions): Promise<Summary> {
  const say = createSay(isJson);
  say("network", `starting ${NODES} nodes, each a process of its own`);
  const federation = await startFederation(root, say);
  let history: History = { jobs: [], wrong: [] };
  try {
    const client = createClient({ url: federation.nodes[0]?.url ?? "" });
    history = await makeHistory({ client, federation, say, signal });
    if (!isJson) console.log(`\n${printTable(history.jobs)}\n`);
    if (!isOnce && !signal.aborted) await play(federation, signal);
  } finally {
    await federation.stop();
  }
  const stores = await auditLocalNetwork(
    root,
    federation.nodes.map(({ name }) => name),
  );
  say("audit", stores.conserved ? "mana is conserved" : "mana is not conserved");
  return summaryOf(history, stores);
}

function summaryOf({ jobs, wrong }: History, stores: Summary): Summary {
  const completed = jobs.filter(({ status }) => status === "Completed").length;
  const isRight = jobs.every(({ result, expects }) => result.startsWith(expects));
  return {
    ...stores,
    jobs: jobs.length,
    completed,
    failed: jobs.length - completed,
    verified: stores.verified && wrong.length === 0 && isRight,
  };
}

/** Has the stores of a network that does not run read again and audited. */
export async function auditLocalNetwork(root: string, names: readonly string[]): Promise<Summary> {
  const stores = names.filter((name) => name.startsWith("node-")).map((name) => join(root, name));
  const { conserved, wrong } = await runAudit({ stores });
  for (const each of wrong) console.error(each);
  return { jobs: 0, completed: 0, failed: 0, conserved, verified: wrong.length === 0 };
}

function startFederation(root: string, say: Say): Promise<LocalFederation> {
  const file = fileURLToPath(new URL(`./node-program${import.meta.url.slice(-3)}`, import.meta.url));
  return startLocalFederation({
    root,
    nodes: NODES,
    mana: 100_000n,
    program: (index) => ({ file, args: index === LIAR ? ["--lies"] : [] }),
    settings: (index) => ({
      "http.port": "0",
      "executor.enabled": String(index > 0),
      "executor.kinds": "echo,wasm,javascript",
      "executor.minPrice": "2",
      "executor.mostFuel": "1000000000000",
      "executor.mostWallMs": "300000",
    }),
    onReady: ({ name, url = "" }) => say(name, url),
  });
}

/** What was carried, and what a second process finds wrong with it. */
interface History {
  readonly jobs: readonly CarriedJob[];
  readonly wrong: readonly string[];
}

async function makeHistory(parts: CarryParts): Promise<History> {
  const { client } = parts;
  const sent = (await sampleJobs(client)).map((job) => carryJob(parts, job));
  const quick = await Promise.all([...sent, giveAid(parts)]);
  // The executor that is killed is to have nothing else in hand, so that the table is the same every time.
  const [long, wrong] = await Promise.all([loseExecutor(parts, await longJobs(client)), prove(parts, quick)]);
  return { jobs: [...quick, long], wrong: [...wrong, ...(await prove(parts, [long]))] };
}

/** Has a second process prove histories over the API; what is wrong with them, in words. */
async function prove(
  { federation: { net, nodes }, say }: CarryParts,
  jobs: readonly CarriedJob[],
): Promise<readonly string[]> {
  const histories = { net, url: nodes[0]?.url ?? "", jobs: jobs.map(({ id }) => id) };
  const { wrong } = await runAudit({ histories });
  const names = jobs.map(({ name }) => name).join(", ");
  say("audit", wrong.length === 0 ? `proven to a second process: ${names}` : wrong.join("\n"));
  return wrong;
}

async function play({ nodes }: LocalFederation, signal: AbortSignal): Promise<void> {
  console.log(`the network is yours at ${nodes[0]?.url}; Ctrl-C ends it`);
  await once(signal, "abort");
}
