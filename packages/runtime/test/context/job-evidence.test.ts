import { type Cid, createVerifier, type JobId } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { readProof } from "@icn-mesh/economics";
import { checkHistory } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { aMesh, nodeAt, settled, submit } from "../a-mesh.ts";

const verifier = createVerifier({ engine: nodeCryptoEngine() });

describe("the evidence about a job", () => {
  it("convinces a stranger of the history, and of every movement of money", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await settled(mesh);
    const evidence = (await nodeAt(mesh, 0).context.evidence(job))!;
    const { findings, fold } = checkHistory(evidence, (claim) => verifier.verify(claim));
    expect(findings).toEqual([]);
    expect(fold.lifecycle.state.status).toBe("Completed");
    const read = evidence.proofs.map((proof) => readProof(mesh.federation, proof, verifier));
    const kinds = read.map((each) => (each.ok ? each.value.fact.type : each.refusal.code));
    expect(kinds).toEqual(["operation", "assignment", "settlement", "settlement"]);
    await mesh.stop();
  });

  it("is not to be had of a job that the node does not manage", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh);
    await settled(mesh);
    expect(await nodeAt(mesh, 1).context.evidence(job)).toBeUndefined();
    await mesh.stop();
  });
});

describe("what is to be durable with a job", () => {
  it("is written with it, and not a second time where the job is there", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const asked: JobId[] = [];
    const also = (job: JobId) => {
      asked.push(job);
      return { refs: [{ name: `note/${job}`, expect: null, to: job as Cid }] };
    };
    const options = { also, idempotencyKey: "once" };
    const job = await submit(mesh, { options });
    const { storage } = nodeAt(mesh, 0);
    expect(await storage.ref(`note/${job}`)).toBe(job);
    asked.length = 0;
    expect(await submit(mesh, { options })).toBe(job);
    expect(asked).toEqual([]);
    await mesh.stop();
  });
});
