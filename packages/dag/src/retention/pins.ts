import { type BlockInput, type Cid, cidOf, codecOf, type RefChange, type Storage } from "@icn-mesh/core";
import { DagError } from "../errors.ts";
import type { LostRace } from "../records/found.ts";
import { getValue } from "../records/get-record.ts";
import { type PinRecord, pinRecord } from "./pin-record.ts";

const PINS = "pin/";

/** A payload that stays in the store: under which name, how large it is, since when, and until when. */
export interface Pin {
  readonly name: string;
  readonly target: Cid;
  readonly bytes: number;
  /** When it was pinned, in milliseconds since the epoch. */
  readonly at: number;
  /** When it may go; null for a pin that only `unpin` removes. */
  readonly until: number | null;
}

/** One block and the ref to it. */
export interface Pinning {
  readonly blocks: readonly [BlockInput];
  readonly refs: readonly [RefChange];
}

/**
 * What to commit so that a payload stays, alone or together with the payload itself; the race is lost when the name is
 * taken. Throws `DAG_NOT_A_PAYLOAD` for a record, which has a history of its own to keep it.
 */
export function pinning({ name, target, bytes: size, at, until }: Pin): Pinning {
  if (codecOf(target) === "dag-cbor") {
    throw new DagError("a pin is for payloads", { code: "DAG_NOT_A_PAYLOAD", cid: target });
  }
  const bytes = pinRecord.codec.encode({ t: "dag/pin/1", target, bytes: size, at, until });
  return { blocks: [{ bytes }], refs: [{ name: PINS + name, expect: null, to: cidOf(bytes) }] };
}

/** All pins whose name starts with `prefix`, in order of their names. */
export async function* readPins(
  storage: Pick<Storage, "get" | "refs">,
  prefix = "",
): AsyncGenerator<Pin, void, undefined> {
  for await (const { name, cid } of storage.refs(PINS + prefix)) {
    const found = await getValue(storage, pinRecord.codec, cid);
    if (found.ok) yield pinOf(name.slice(PINS.length), found.value);
  }
}

/**
 * Removes a pin, so that its payload is garbage unless something else keeps it; false when it is not there any more, or
 * not as the caller knows it.
 */
export async function unpin(storage: Pick<Storage, "commit">, pin: Pin): Promise<boolean> {
  const [{ name, to: expect }] = pinning(pin).refs;
  const result = await storage.commit({ refs: [{ name, expect, to: null }] });
  return result.ok;
}

/** Gives a pin another end, if it is still the pin that the caller knows. */
export async function renewPin(
  storage: Pick<Storage, "commit">,
  pin: Pin,
  until: number | null,
): Promise<{ readonly ok: true; readonly pin: Pin } | LostRace> {
  const renewed = { ...pin, until };
  const { blocks, refs } = pinning(renewed);
  const [{ to: expect }] = pinning(pin).refs;
  const result = await storage.commit({ blocks, refs: [{ ...refs[0], expect }] });
  return result.ok ? { ok: true, pin: renewed } : result;
}

function pinOf(name: string, { target, bytes, at, until }: PinRecord): Pin {
  return { name, target, bytes, at, until };
}
