import { sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import type { HostCalls } from "../../src/host-calls.ts";
import { createMeshAnswers } from "../../src/session/mesh-answers.ts";
import { SAMPLE_LIMITS } from "../../src/testing/runner-contract/sample-work.ts";

const account = sampleDid(1);

/** A mesh that does all that it is asked to, and remembers it. */
function obedientMesh(allowance: bigint): HostCalls & { readonly done: string[] } {
  const done: string[] = [];
  return {
    account,
    allowance,
    done,
    submitMeshJob: async (_job, cost) => {
      done.push(`job ${cost}`);
      return "id";
    },
    anchorReceipt: async () => "cid",
    pendingMeshJobs: async () => new TextEncoder().encode("[]"),
    mana: async () => 2n ** 70n,
    spendMana: async (_account, amount) => {
      done.push(`mana ${amount}`);
      return amount !== 13n;
    },
    reputation: async () => 7n,
  };
}

const job = (cost: unknown) =>
  ({ type: "submit-job", bytes: new TextEncoder().encode(JSON.stringify({ cost_mana: cost })) }) as const;
const spend = (amount: bigint, by: string = account) =>
  ({ type: "spend-mana", account: by, amount }) as const;

describe("the calls of a guest into the mesh", () => {
  it("are all refused where the run does not give them", async () => {
    const { answer } = createMeshAnswers(undefined, SAMPLE_LIMITS);
    expect(await answer({ type: "pending-jobs" })).toBeUndefined();
    expect(await answer(spend(1n))).toBeUndefined();
  });

  it("spend the allowance of the run together, and nothing beyond it", async () => {
    const mesh = obedientMesh(10n);
    const { answer } = createMeshAnswers(mesh, SAMPLE_LIMITS);
    expect(await answer(job(4))).toBeDefined();
    expect(await answer(spend(7n))).toBeUndefined();
    expect(await answer(spend(5n))).toBeDefined();
    expect(await answer(job("2"))).toBeUndefined();
    expect(await answer(job("1"))).toBeDefined();
    expect(mesh.done).toEqual(["job 4", "mana 5", "job 1"]);
  });

  it("get back what was not spent after all", async () => {
    const mesh = obedientMesh(13n);
    const { answer } = createMeshAnswers(mesh, SAMPLE_LIMITS);
    expect(await answer(spend(13n))).toBeUndefined();
    expect(await answer(spend(12n))).toBeDefined();
  });

  it("cannot spend the same allowance twice at once", async () => {
    const mesh = obedientMesh(10n);
    const { answer } = createMeshAnswers(mesh, SAMPLE_LIMITS);
    const answers = await Promise.all([answer(job(8)), answer(job(8))]);
    expect(answers.filter((given) => given !== undefined)).toHaveLength(1);
  });

  it.each([-1, 1.5, "1e3", "-2", " 1", "", null, {}, [], "99999999999999999999"])(
    "submit no job whose cost is %j",
    async (cost) => {
      const mesh = obedientMesh(2n ** 63n - 1n);
      expect(await createMeshAnswers(mesh, SAMPLE_LIMITS).answer(job(cost))).toBeUndefined();
      expect(mesh.done).toEqual([]);
    },
  );

  it("submit nothing that is no job", async () => {
    const { answer } = createMeshAnswers(obedientMesh(10n), SAMPLE_LIMITS);
    for (const text of ["", "{", "7", "null", "{}"]) {
      expect(await answer({ type: "submit-job", bytes: new TextEncoder().encode(text) })).toBeUndefined();
    }
  });

  it("spend for the job's own account only", async () => {
    const mesh = obedientMesh(10n);
    const { answer } = createMeshAnswers(mesh, SAMPLE_LIMITS);
    expect(await answer(spend(1n, sampleDid(2)))).toBeUndefined();
    expect(await answer(spend(0n))).toBeUndefined();
    expect(mesh.done).toEqual([]);
  });

  it("ask about any account, and get a number that an i64 can hold", async () => {
    const { answer } = createMeshAnswers(obedientMesh(0n), SAMPLE_LIMITS);
    const number = async (question: Parameters<typeof answer>[0]) => {
      const bytes = await answer(question);
      return bytes && new DataView(bytes.buffer).getBigInt64(0, true);
    };
    expect(await number({ type: "mana", account: "" })).toBe(2n ** 63n - 1n);
    expect(await number({ type: "reputation", account: sampleDid(2) })).toBe(7n);
    expect(await number({ type: "reputation", account: "nobody" })).toBeUndefined();
  });

  it("are no more than the limit", async () => {
    const { answer } = createMeshAnswers(obedientMesh(0n), { ...SAMPLE_LIMITS, hostCalls: 2 });
    const answers = [];
    for (let call = 0; call < 4; call++) answers.push(await answer({ type: "pending-jobs" }));
    expect(answers.map((given) => given !== undefined)).toEqual([true, true, false, false]);
  });
});
