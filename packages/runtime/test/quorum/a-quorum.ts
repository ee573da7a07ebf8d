import { type AnyBody, type Assignment, certificateCodec, type JobId, type Signed } from "@icn-mesh/core";
import { settlementSlot } from "@icn-mesh/economics";
import type { JobView, SubmitOptions } from "../../src/index.ts";
import { createSampleRunner, type LocalMesh, type LocalNodeOptions } from "../../src/testing/index.ts";
import { aMesh, nodeAt } from "../a-mesh.ts";

const TWO_OF_THREE = { type: "quorum", replicas: 3, agree: 2 } as const;

/** What a test submits a quorum with. */
export const quorumOptions: SubmitOptions = { verification: TWO_OF_THREE };

/** A runner whose guests say this, whatever they are asked. */
export function saying(text: string): LocalNodeOptions {
  const outcome = { type: "ok", result: new TextEncoder().encode(text), outputs: new Map() } as const;
  return { runner: createSampleRunner({ echo: () => outcome }) };
}

/** A mesh of a submitter and executors, some of which are special; their numbers begin at 1. */
export function quorumMesh(
  executors: number,
  special: Readonly<Record<number, LocalNodeOptions>> = {},
): Promise<LocalMesh> {
  return aMesh({ nodes: executors + 1, node: (index) => special[index] ?? {} });
}

/** A job as its submitter sees it. */
export async function viewOf(mesh: LocalMesh, job: JobId): Promise<JobView> {
  const view = await nodeAt(mesh, 0).context.job(job);
  if (view === undefined) throw new Error("no such job");
  return view;
}

/** How the attempt of every executor was settled, by number; undefined for one that had none. */
export async function endings(mesh: LocalMesh, job: JobId): Promise<readonly (string | undefined)[]> {
  const { proofs = [] } = (await nodeAt(mesh, 0).context.evidence(job)) ?? {};
  const ends = new Map(
    proofs.map(({ certificate }) => {
      const { slot, outcome } = certificateCodec.parse(certificate);
      return [slot, typeof outcome === "string" ? undefined : outcome.type] as const;
    }),
  );
  const { assignments } = (await viewOf(mesh, job)).lifecycle;
  return mesh.nodes.slice(1).map(({ did }) => {
    const given = assignments.findLast(({ body }) => body.executor === did);
    return given && ends.get(settlementSlot(given.cid));
  });
}

/** The assignment of an executor, by its number, once the manager has it in writing. */
export function givenTo(mesh: LocalMesh, job: JobId, index: number): Signed<Assignment> | undefined {
  const { did } = nodeAt(mesh, index);
  return factsOf(mesh, job).findLast(
    (fact): fact is Signed<Assignment> => fact.body.t === "icn/assign/1" && fact.body.executor === did,
  );
}

/** The numbers of the executors of whom the manager has a commit. */
export function committed(mesh: LocalMesh, job: JobId): readonly number[] {
  const by = new Set(factsOf(mesh, job).flatMap(({ body }) => (body.t === "icn/commit/1" ? [body.by] : [])));
  return mesh.nodes.flatMap(({ did }, index) => (by.has(did) ? [index] : []));
}

/** All that the manager has heard of a job that it is not done with. */
export function factsOf(mesh: LocalMesh, job: JobId): readonly Signed<AnyBody>[] {
  return [...(nodeAt(mesh, 0).context.manager.book(job)?.facts.values() ?? [])];
}
