import {
  type BlockInput,
  type Cid,
  type Commit,
  commitRecord,
  createMemoryStorage,
  type ExecutionReceipt,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { putFile } from "@icn-mesh/dag";
import { commitmentTo } from "@icn-mesh/mesh";
import { RuntimeError } from "../errors.ts";
import type { MeshTaskParts } from "../executor/mesh-tasks/mesh-task-parts.ts";
import type { WordParts, WorkActor } from "../executor/mesh-tasks/work-place.ts";
import { sealBlocks } from "./sealed-payloads.ts";

/**
 * Commits to a result before anybody sees it: the receipt, the commit to it and its payloads become durable together, and
 * of these only the commit leaves the house.
 */
export async function bindResult(
  { rng }: MeshTaskParts,
  actor: WorkActor,
  { receipt, blocks, signer }: Bound,
): Promise<void> {
  const { net, by, via, assignment } = receipt.body;
  const body: Commit = { t: "icn/commit/1", net, by, via, assignment, hash: commitmentTo(receipt.cid) };
  const commit = await signRecord(commitRecord, body, signer);
  const sealed = sealBlocks(blocks, rng);
  const parts: WordParts = { blocks: sealed.blocks, keeps: [], bound: { commit, sealed: sealed.root } };
  await actor.say(receipt, parts);
}

/** A result that is signed, with its payloads as blocks. */
export interface Bound {
  readonly receipt: Signed<ExecutionReceipt>;
  readonly blocks: readonly BlockInput[];
  readonly signer: Signer;
}

/** A file that is put together without being stored. */
export async function unstoredFile(
  parts: Pick<MeshTaskParts, "clock">,
  bytes: Uint8Array,
): Promise<{ readonly cid: Cid; readonly blocks: readonly BlockInput[] }> {
  const memory = createMemoryStorage();
  const blocks: BlockInput[] = [];
  const storage: typeof memory = {
    ...memory,
    commit(input) {
      blocks.push(...(input.blocks ?? []).filter(({ codec = "dag-cbor" }) => codec !== "dag-cbor"));
      return memory.commit(input);
    },
  };
  const file = await putFile({ ...parts, storage }, [bytes]);
  if (!file.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: file.ref });
  return { cid: file.cid, blocks };
}
