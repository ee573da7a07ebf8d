import {
  type Cid,
  cidOf,
  cidSchema,
  defineCodec,
  entryRecord,
  list,
  networkIdSchema,
  type Storage,
  uint,
} from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import * as z from "zod";
import { createKeptLinks } from "../src/graph/kept-links.ts";
import type { Chain } from "../src/records/chain.ts";

/** A history for tests: numbered links. */
export const stepSchema = z.strictObject({
  t: z.literal("test/step/1"),
  no: uint(),
  prev: cidSchema.nullable(),
});
export type Step = z.infer<typeof stepSchema>;
export const stepCodec = defineCodec("test/step/1", stepSchema);
export const steps: Chain<Step> = { codec: stepCodec, prevOf: ({ prev }) => prev };

/** A record that keeps what it is told to, and names what it is told to name. */
const knotSchema = z.strictObject({
  t: z.literal("test/knot/1"),
  no: uint(),
  keeps: list(cidSchema, 512),
  names: list(cidSchema, 512),
});
const knotCodec = defineCodec("test/knot/1", knotSchema);

export const keptLinks = createKeptLinks([
  entryRecord,
  {
    type: "test/step/1",
    codec: stepCodec,
    keptLinks: (body) => ((body as Step).prev === null ? [] : [(body as Step).prev as Cid]),
  },
  { type: "test/knot/1", codec: knotCodec, keptLinks: (body) => (body as z.infer<typeof knotSchema>).keeps },
]);

/** The block of a knot, another one for every number. */
export function knot(n: number, keeps: readonly Cid[] = [], names: readonly Cid[] = []) {
  const bytes = knotCodec.encode({ t: "test/knot/1", no: n, keeps: [...keeps], names: [...names] });
  return { cid: cidOf(bytes), bytes };
}

/** A raw block, another one for every number. */
export function leaf(n: number) {
  const bytes = new TextEncoder().encode(`leaf ${n}`);
  return { codec: "raw" as const, cid: cidOf(bytes, "raw"), bytes };
}

export const net = networkIdSchema.parse(leafCid());

function leafCid(): Cid {
  return cidOf(new Uint8Array(0));
}

export const account = sampleDid(1);

/** Commits what cannot lose a race. */
export async function commit(storage: Pick<Storage, "commit">, input: Parameters<Storage["commit"]>[0]) {
  const result = await storage.commit(input);
  if (!result.ok) throw new Error(`a commit lost the race for ${result.ref}`);
  return result.cids;
}

/** A history of `length` steps under a ref; its CIDs, the oldest first. */
export async function storeSteps(storage: Storage, ref: string, length: number): Promise<Cid[]> {
  const blocks: { bytes: Uint8Array }[] = [];
  const cids: Cid[] = [];
  for (let n = 0; n < length; n++) {
    const bytes = stepCodec.encode({ t: "test/step/1", no: n, prev: cids.at(-1) ?? null });
    blocks.push({ bytes });
    cids.push(cidOf(bytes));
  }
  await commit(storage, { blocks, refs: [{ name: ref, expect: null, to: cids.at(-1) ?? null }] });
  return cids;
}
