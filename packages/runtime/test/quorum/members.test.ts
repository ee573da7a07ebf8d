import {
  createKeySigner,
  createMemoryStorage,
  createVerifier,
  type Member,
  memberRecord,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { describe, expect, it } from "vitest";
import { createMemberProofs } from "../../src/quorum/member-proofs.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { endings, quorumOptions, viewOf } from "./a-quorum.ts";

const engine = nodeCryptoEngine();
const stranger = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(9) });

describe("a quorum", () => {
  it("is of members: who is none has no part in it", async () => {
    const mesh = await aMesh({ nodes: 5, node: (index) => ({ isMember: index !== 1 }) });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await endings(mesh, job)).toEqual([undefined, "pay", "pay", "pay"]);
    await mesh.stop();
  });

  it("never has its submitter in it, nor anybody twice", async () => {
    const mesh = await aMesh({ nodes: 4, node: () => ({ runs: true }) });
    const job = await submit(mesh, { options: quorumOptions });
    await settled(mesh);
    const { bids, assignments, selections } = (await viewOf(mesh, job)).lifecycle;
    expect(bids).toHaveLength(4);
    const executors = assignments.map(({ body }) => body.executor);
    expect(new Set(executors)).toEqual(new Set([1, 2, 3].map((index) => nodeAt(mesh, index).did)));
    expect(selections[0]!.body.rejected).toMatchObject([{ reason: "party-to-the-job" }]);
    await mesh.stop();
  });
});

describe("the proof of a membership", () => {
  async function setting() {
    const mesh = await aMesh({ nodes: 1 });
    const { federation, charter } = mesh;
    await mesh.stop();
    const parts = { federation, storage: createMemoryStorage(), verifier: createVerifier({ engine }) };
    const record = async (changes: Partial<Member> = {}, by: Signer = charter) => {
      const head = { t: "icn/member/1", net: federation.net, by: by.did, via: null } as const;
      const body = { ...head, account: stranger.did, class: "person", scopes: [], capabilities: [] };
      const { bytes, sig } = await signRecord(memberRecord, { ...body, notAfter: 1000, ...changes }, by);
      return { body: bytes, sig };
    };
    return { parts, record };
  }

  it("holds until its time is over", async () => {
    const { parts, record } = await setting();
    const members = createMemberProofs(parts);
    members.hear([await record()]);
    expect([1000, 1001].map((at) => members.isMember(stranger.did, at))).toEqual([true, false]);
    members.hear([await record({ notAfter: 2000 }), await record()]);
    expect(members.isMember(stranger.did, 2000)).toBe(true);
  });

  it("is the charter's word, and nobody else's", async () => {
    const { parts, record } = await setting();
    const members = createMemberProofs(parts);
    const { body, sig } = await record();
    members.hear([await record({}, stranger), { body, sig: sig.map((byte) => byte ^ 1) }]);
    members.hear([{ body: body.subarray(1), sig }]);
    expect(members.isMember(stranger.did, 0)).toBe(false);
    expect(await members.proofsOf(stranger.did)).toEqual([]);
  });

  it("is there after a restart, once it was kept, and is not written again", async () => {
    const { parts, record } = await setting();
    const members = createMemberProofs(parts);
    const proof = await record();
    members.hear([proof]);
    expect((await parts.storage.commit(await members.keep([stranger.did, stranger.did]))).ok).toBe(true);
    expect(await members.keep([stranger.did])).toEqual({ blocks: [], refs: [] });
    expect(await createMemberProofs(parts).proofsOf(stranger.did)).toEqual([proof]);
  });
});
