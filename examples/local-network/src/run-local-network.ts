import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@icn-mesh/client";
import { type LocalFederation, startLocalFederation } from "@icn-mesh/node";
import { type CarriedJob, type CarryParts, carryJob } from "./carry-job.ts";
import { printTable } from "./print-table.ts";
import { runAudit } from "./run-audit.ts";
import { type SampleJob, sampleJobs } from "./sample-jobs.ts";
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
  let carried: readonly CarriedJob[] = [];
  let wrong: readonly string[] = [];
  try {
    carried = await carryJobs({ federation, say, signal });
    if (!isJson) console.log(`\n${printTable(federation, carried)}\n`);
    wrong = await auditOf(federation, carried);
    say("audit", wrong.length === 0 ? "every history is proven to a second process" : wrong.join("\n"));
    if (!isOnce && !signal.aborted) await play(federation, signal);
  } finally {
    await federation.stop();
  }
  const stores = await auditLocalNetwork(
    root,
    federation.nodes.map(({ name }) => name),
  );
  say("audit", stores.conserved ? "mana is conserved" : "mana is not conserved");
  const isTrue = carried.every(({ result, expects }) => result.startsWith(expects));
  const completed = carried.filter(({ detail }) => detail.status === "Completed").length;
  return {
    ...stores,
    jobs: carried.length,
    completed,
    failed: carried.length - completed,
    verified: stores.verified && wrong.length === 0 && isTrue,
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
      "executor.mostWallMs": "120000",
    }),
    onReady: ({ name, url = "" }) => say(name, url),
  });
}

async function carryJobs(parts: Omit<CarryParts, "client">): Promise<readonly CarriedJob[]> {
  const { federation } = parts;
  const client = createClient({ url: federation.nodes[0]?.url ?? "" });
  const jobs = await sampleJobs(client);
  const carryAll = (those: readonly SampleJob[]) =>
    Promise.all(those.map((job) => carryJob({ ...parts, client }, job)));
  // The executor that is killed is to have nothing else in hand, so that the table is the same every time.
  const { quiet = [], killed = [] } = Object.groupBy(jobs, ({ isKilled }) => (isKilled ? "killed" : "quiet"));
  return [...(await carryAll(quiet)), ...(await carryAll(killed))];
}

async function auditOf(
  { net, nodes }: LocalFederation,
  jobs: readonly CarriedJob[],
): Promise<readonly string[]> {
  const histories = { net, url: nodes[0]?.url ?? "", jobs: jobs.map(({ detail }) => detail.id) };
  return (await runAudit({ histories })).wrong;
}

async function play({ nodes }: LocalFederation, signal: AbortSignal): Promise<void> {
  console.log(`the network is yours at ${nodes[0]?.url}; Ctrl-C ends it`);
  await once(signal, "abort");
}
