import { type Cid, cidOf } from "@icn-mesh/core";
import { SandboxError } from "../errors.ts";
import type { FetchedState } from "../guest/guest-task.ts";
import type { ResumePoint } from "../runner.ts";
import { guestStateCodec } from "./guest-state.ts";

/**
 * All blocks of a state. Throws `SANDBOX_STATE_MISSING` where one is not to be had or is not what its name says;
 * text where the state is none, or larger than `maxBytes`.
 */
export async function fetchState(point: ResumePoint, maxBytes: number): Promise<FetchedState | string> {
  const root = await fetchBlock(point, point.state);
  const decoded = guestStateCodec.decode(root);
  if (!decoded.ok) return "the state to resume from cannot be read";
  const { buffers, chunks: cids } = decoded.value;
  const size = buffers.reduce((sum, buffer) => sum + buffer.size, 0);
  if (size > maxBytes) return "the state to resume from is larger than the limit";
  const fetched = new Map<Cid, Uint8Array>();
  for (const cid of new Set(cids)) fetched.set(cid, await fetchBlock(point, cid));
  return { root, chunks: cids.map((cid) => fetched.get(cid) ?? new Uint8Array()) };
}

async function fetchBlock(point: ResumePoint, cid: Cid): Promise<Uint8Array> {
  const bytes = await point.get(cid);
  const codec = cid === point.state ? "dag-cbor" : "raw";
  if (bytes !== undefined && cidOf(bytes, codec) === cid) return bytes;
  throw new SandboxError("a block of the state to resume from is missing or damaged", {
    code: "SANDBOX_STATE_MISSING",
    cid,
  });
}
