import { type Cid, cidToBytes, type Did, type Logger, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { type BlockMessage, type CarriedBlock, carriedBlock, type Presence } from "../wire/block-message.ts";
import type { OpenWant, PeerLedger, ReplyStream } from "./peer-ledger.ts";

/** The block, for a peer that may have it; undefined where it is not here or not for that peer, which learns not which. */
export type ServeBlock = (cid: Cid, peer: Did) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** One message of answers, and what it cost. */
export interface GatheredAnswer {
  readonly message: BlockMessage;
  /** Bytes of all blocks that were read for it, sent or not. */
  readonly bytes: number;
  /** Wants of which the answer is no. */
  readonly refused: number;
}

/** Where blocks come from, and how many of them go into one message. */
export interface GatherOptions {
  readonly serve: ServeBlock;
  readonly logger: Logger;
  readonly batchBytes: number;
}

/** Takes wants of one stream out of the ledger, the oldest first, until their blocks fill a message. */
export async function gatherAnswer(
  ledger: PeerLedger,
  reply: ReplyStream,
  options: GatherOptions,
): Promise<GatheredAnswer> {
  const answer = { wants: [], blocks: [] as CarriedBlock[], presences: [] as Presence[] };
  let [bytes, refused] = [0, 0];
  for (const [cid, want] of ledger.wants) {
    if (bytes >= options.batchBytes) break;
    if (want.reply !== reply) continue;
    ledger.remove(cid);
    const block = await read(cid, ledger.peer, options);
    bytes += block?.length ?? COST_OF_NO;
    if (block === undefined) refused += 1;
    addAnswer(answer, { cid, want, block });
  }
  return { message: answer, bytes, refused };
}

interface Found {
  readonly cid: Cid;
  readonly want: OpenWant;
  readonly block: Uint8Array | undefined;
}

function addAnswer(
  answer: { readonly blocks: CarriedBlock[]; readonly presences: Presence[] },
  { cid, want, block }: Found,
): void {
  if (block && want.type === "block") answer.blocks.push(carriedBlock(cid, block));
  else if (block || want.answerNo) {
    answer.presences.push({ name: cidToBytes(cid), cid, has: block !== undefined });
  }
}

/** What looking for a block costs that is not here. */
const COST_OF_NO = 64;

async function read(cid: Cid, peer: Did, { serve, logger }: GatherOptions): Promise<Uint8Array | undefined> {
  try {
    const block = await serve(cid, peer);
    return block && block.length <= MAX_BLOCK_BYTES ? block : undefined;
  } catch (error) {
    logger.error("a block could not be read", { cid, peer, error: String(error) });
    return undefined;
  }
}
