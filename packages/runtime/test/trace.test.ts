import { cidOf, cidToBytes, type JobId } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { traceIdOf } from "../src/index.ts";
import type { LocalNode } from "../src/testing/index.ts";
import { aMesh, nodeAt, settled, submit } from "./a-mesh.ts";

it("a trace id is the beginning of what the job's id hashes to", () => {
  const cid = cidOf(Uint8Array.of(0xa0));
  const hex = Buffer.from(cidToBytes(cid)).toString("hex");
  expect(traceIdOf(cid as string as JobId)).toBe(hex.slice(8, 40));
});

it("the lines about a job have one trace id on all nodes, each under the component of its role", async () => {
  const mesh = await aMesh();
  const job = await submit(mesh);
  const other = await submit(mesh);
  await settled(mesh);
  const { executor } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.assignment!.body;
  const linesOf = ({ lines }: LocalNode, of: JobId) =>
    lines
      .filter(({ fields }) => fields["trace"] === traceIdOf(of))
      .map(({ component, message }) => `${component}: ${message}`);
  const [submitter, worker] = [nodeAt(mesh, 0), mesh.nodes.find(({ did }) => did === executor)!];
  expect([...new Set(linesOf(submitter, job))].toSorted()).toEqual([
    "runtime/context: a job is submitted",
    "runtime/job-manager: a job moves",
    "runtime/job-manager: bidding closed",
    "runtime/job-manager: job finished",
    "runtime/mesh-network: a job is announced",
  ]);
  expect(linesOf(worker, job)).toEqual([
    "runtime/executor: a job is answered",
    "runtime/executor: an offer is accepted",
    "runtime/executor: work begins",
    "runtime/executor: work ends",
  ]);
  expect(traceIdOf(other)).not.toBe(traceIdOf(job));
  const about = submitter.lines.filter(({ fields }) => fields["job"] === job);
  expect(about.every(({ fields }) => fields["trace"] === traceIdOf(job))).toBe(true);
  await mesh.stop();
});
