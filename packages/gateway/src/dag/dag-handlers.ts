import { toJsonData } from "@icn-mesh/client";
import { type Cid, codecOf, type KeptLinks, signedRecords } from "@icn-mesh/core";
import { createKeptLinks, exportCar, type WalkStep, walk } from "@icn-mesh/dag";
import { economicsRecords } from "@icn-mesh/economics";
import { runtimeRecords } from "@icn-mesh/runtime";
import { decode } from "@ipld/dag-cbor";
import { type Caller, may } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { isPrivate } from "./is-private.ts";

const MOST_BYTES = 256 * 1024 * 1024;

/** Handles blocks. */
export function dagHandlers({
  context: { storage },
  keptLinks = linksOfAllRecords(),
}: Pick<GatewayComponents, "context" | "keptLinks">): Handlers<
  "exportDag" | "getBlock" | "showBlock" | "walkDag"
> {
  async function block(cid: Cid, caller: Caller): Promise<Answer<Uint8Array>> {
    const bytes = await storage.get(cid);
    const isShown = bytes !== undefined && (may(caller, "admin") || !isPrivate({ cid, bytes }));
    return isShown ? answered(bytes) : refuse({ code: "GATEWAY_UNKNOWN", what: "block" });
  }

  return {
    async getBlock({ params: { cid }, caller }) {
      const found = await block(cid, caller);
      if (!found.ok) return found;
      return answered({ bytes: only(found.value), size: found.value.length, etag: cid });
    },
    async showBlock({ params: { cid }, caller }) {
      const found = await block(cid, caller);
      if (!found.ok) return found;
      const bytes = found.value;
      const keeps = codecOf(cid) === "raw" ? [] : [...keptLinks({ cid, bytes })];
      return answered({ cid, bytes: bytes.length, data: dataOf(cid, bytes), keeps });
    },
    async walkDag({ params: { cid }, query: { depth, limit }, caller, signal }) {
      const found = await block(cid, caller);
      if (!found.ok) return found;
      const bounds = { keptLinks, maxDepth: depth, maxBlocks: limit, maxBytes: MOST_BYTES, signal };
      return answered(await reached(walk(storage, [cid], bounds)));
    },
    async exportDag({ params: { cid }, query: { depth, limit }, caller, signal }) {
      const found = await block(cid, caller);
      if (!found.ok) return found;
      const bounds = { keptLinks, maxDepth: depth, maxBlocks: limit, maxBytes: MOST_BYTES, signal };
      return answered({ bytes: exportCar(storage, [cid], { ...bounds, onLeftOut: () => undefined }) });
    },
  };
}

interface Reached {
  readonly blocks: { cid: Cid; depth: number; bytes: number }[];
  readonly missing: Cid[];
  readonly cut: boolean;
}

async function reached(steps: AsyncIterable<WalkStep>): Promise<Reached> {
  const blocks: Reached["blocks"] = [];
  const missing: Cid[] = [];
  let cut = false;
  for await (const step of steps) {
    if (step.type === "cut") cut = true;
    else if (step.type === "missing") missing.push(step.cid);
    else blocks.push({ cid: step.cid, depth: step.depth, bytes: step.bytes.length });
  }
  return { blocks, missing, cut };
}

function linksOfAllRecords(): KeptLinks {
  return createKeptLinks([...signedRecords, ...economicsRecords, ...runtimeRecords]);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function dataOf(cid: Cid, bytes: Uint8Array) {
  return toJsonData(codecOf(cid) === "dag-cbor" ? decode(bytes) : bytes);
}
