import { setTimeout } from "node:timers/promises";
import { createClient } from "@icn-mesh/client";
import type { Cid, JobId } from "@icn-mesh/core";
import type { CarriedJob } from "./carried-job.ts";
import type { CarryParts } from "./carry-parts.ts";
import { followJob } from "./follow-job.ts";

const TAGS = ["greeting", "echo"];
const LOOK_EVERY_MS = 100;

/** One node promises a job to whoever asks for what it covers, another one asks, and the job follows by itself. */
export async function giveAid(parts: CarryParts): Promise<CarriedJob> {
  const { client, federation, say, signal } = parts;
  const name = "aid";
  const spec = { kind: { type: "echo", params: { payload: "you are welcome" } } };
  await client.offerAid({ body: { id: name, tags: TAGS, spec, cost: "10" } });
  say(name, `node-1 offers ${TAGS.join(" and ")}`);
  const asking = createClient({ url: federation.nodes[1]?.url ?? "" });
  const { cid } = await asking.requestAid({ body: { tags: TAGS } });
  say(name, "node-2 asks for it");
  const id = await answerTo(parts, cid, signal);
  return followJob(parts, { id, name, expects: "Echo: you are welcome" });
}

/** The job by which the node answers, once it has heard of the request. */
async function answerTo({ client }: CarryParts, request: Cid, signal: AbortSignal): Promise<JobId> {
  for (;;) {
    const { jobs } = await client.listJobs({ query: { label: `aid-request=${request}` }, signal });
    const [job] = jobs;
    if (job !== undefined) return job.id;
    await setTimeout(LOOK_EVERY_MS, undefined, { signal });
  }
}
