import type { routes } from "@icn-mesh/client";
import { type Clock, cidOf, type HoldId, type NetworkId, type Storage } from "@icn-mesh/core";
import { type ActionRequest, type ManaClient, operationSlot } from "@icn-mesh/economics";
import * as z from "zod";
import { inTime } from "../http/in-time.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";

/** What is to be given to whom. */
export type TransferWish = z.output<(typeof routes)["transferMana"]["body"]>;

/** A wish, and the key under which it is done once. */
export interface TransferRequest {
  readonly wish: TransferWish;
  readonly idempotencyKey: string | undefined;
}

/** What giving takes. */
export interface TransferParts {
  readonly client: ManaClient;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly net: NetworkId;
}

/** Where a transfer stands in the chain of its account. */
export interface PlacedTransfer {
  readonly slot: string;
  readonly index: number;
  readonly isNew: boolean;
}

/** Gives; the same wish under the same key is done once, and another one under it not at all. */
export async function transfer(
  parts: TransferParts,
  { wish, idempotencyKey }: TransferRequest,
): Promise<Answer<PlacedTransfer>> {
  const { client, storage, clock } = parts;
  if (idempotencyKey === undefined) {
    const done = await inTime(clock, client.perform({ action: actionOf(wish) }));
    return done === undefined ? refuse({ code: "GATEWAY_NOT_READY" }) : answerOf(done);
  }
  const name = `idem-transfer/${client.account}/${idempotencyKey}`;
  const known = await earlier(parts, name, wish);
  if (known !== undefined) return known;
  const noted = notedTransfer(wish, name);
  const done = await inTime(clock, client.perform(noted.request));
  if (done === undefined) return refuse({ code: "GATEWAY_NOT_READY" });
  if (done.ok) return answerOf(done);
  const { refusal } = done;
  const isLate = refusal.code === "ECONOMICS_SLOT_TAKEN" && refusal.slot === name;
  if (isLate) return (await earlier(parts, name, wish)) ?? refuse(refusal);
  // It was written, and the guards do not want it: the key is free for another try.
  const cid = noted.cid();
  if (cid !== undefined) await storage.commit({ refs: [{ name, expect: cid, to: null }] });
  return refuse(refusal);
}

function actionOf({ to, unit, amount, memo }: TransferWish) {
  const given = { type: "transfer", to, unit, amount: BigInt(amount) } as const;
  return memo === undefined ? given : { ...given, memo };
}

type Performed = Awaited<ReturnType<ManaClient["perform"]>>;

function answerOf(done: Performed): Answer<PlacedTransfer> {
  if (!done.ok) return refuse(done.refusal);
  return answered({ slot: done.value.slot, index: done.value.index, isNew: true });
}

const noteSchema = z.object({ seq: z.int(), index: z.int(), wish: z.string() });

/** A transfer that leaves a note of its place under a name, in the write that makes it durable. */
function notedTransfer(wish: TransferWish, name: string) {
  let bytes: Uint8Array | undefined;
  const cid = () => bytes && cidOf(bytes, "raw");
  const request: ActionRequest = {
    action({ seq, index }: HoldId) {
      bytes = new TextEncoder().encode(JSON.stringify({ seq, index, wish: printed(wish) }));
      return actionOf(wish);
    },
    // Read when the operation is written, after the action was made.
    get blocks() {
      return bytes === undefined ? [] : [{ codec: "raw" as const, bytes }];
    },
    get refs() {
      const to = cid();
      return to === undefined ? [] : [{ name, expect: null, to }];
    },
  };
  return { request, cid };
}

function printed({ to, unit, amount, memo }: TransferWish): string {
  return JSON.stringify([to, unit, amount, memo ?? null]);
}

/** What came of the key before. */
async function earlier(
  { client, storage, net }: TransferParts,
  name: string,
  wish: TransferWish,
): Promise<Answer<PlacedTransfer> | undefined> {
  const cid = await storage.ref(name);
  const bytes = cid === null ? undefined : await storage.get(cid);
  if (bytes === undefined) return undefined;
  const note = noteSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  if (note.wish !== printed(wish)) return refuse({ code: "GATEWAY_IDEMPOTENCY_MISMATCH" });
  return answered({ slot: operationSlot(net, client.account, note.seq), index: note.index, isNew: false });
}
