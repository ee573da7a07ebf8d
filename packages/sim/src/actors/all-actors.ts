import { SimError } from "../errors.ts";
import type { Actor } from "./actor.ts";
import { bidEquivocator } from "./bid-equivocator.ts";
import { bidSpoofer } from "./bid-spoofer.ts";
import { bombSender } from "./bomb-sender.ts";
import { cidConfuser } from "./cid-confuser.ts";
import { colluders } from "./colluders.ts";
import { copier } from "./copier.ts";
import { doubleAssigner } from "./double-assigner.ts";
import { doubleSpender } from "./double-spender.ts";
import { falseDisputer } from "./false-disputer.ts";
import { fieldFlipper } from "./field-flipper.ts";
import { forger } from "./forger.ts";
import { greedyRefunder } from "./greedy-refunder.ts";
import { lateReplayer } from "./late-replayer.ts";
import { leaseZombie } from "./lease-zombie.ts";
import { noShow } from "./no-show.ts";
import { nonCanonicalEncoder } from "./non-canonical-encoder.ts";
import { oldVersionNode } from "./old-version-node.ts";
import { partialSender } from "./partial-sender.ts";
import { receiptEquivocator } from "./receipt-equivocator.ts";
import { replayer } from "./replayer.ts";
import { silentPeer } from "./silent-peer.ts";
import { silentSubmitter } from "./silent-submitter.ts";
import { slowBidder } from "./slow-bidder.ts";
import { sniper } from "./sniper.ts";
import { spammer } from "./spammer.ts";
import { stranger } from "./stranger.ts";
import { sybilMinter } from "./sybil-minter.ts";
import { sybilReplicas } from "./sybil-replicas.ts";
import { sybilSwarm } from "./sybil-swarm.ts";
import { trapAtEnd } from "./trap-at-end.ts";
import { washTrader } from "./wash-trader.ts";
import { withholder } from "./withholder.ts";

/** Everybody that a plan may let into a world. */
export const ALL_ACTORS: readonly Actor[] = [
  bidEquivocator,
  bidSpoofer,
  bombSender,
  cidConfuser,
  colluders,
  copier,
  doubleAssigner,
  doubleSpender,

  falseDisputer,
  fieldFlipper,
  forger,
  greedyRefunder,
  lateReplayer,
  leaseZombie,
  noShow,
  nonCanonicalEncoder,
  oldVersionNode,
  partialSender,
  receiptEquivocator,
  replayer,
  silentPeer,
  silentSubmitter,
  slowBidder,
  sniper,
  spammer,
  stranger,
  sybilMinter,
  sybilReplicas,
  sybilSwarm,
  trapAtEnd,
  washTrader,
  withholder,
];

/** The actor that a plan names. */
export function actorNamed(name: string): Actor {
  const actor = ALL_ACTORS.find((each) => each.name === name);
  if (actor === undefined)
    throw new SimError("no such actor", {
      code: "SIM_BAD_PLAN",
      because: `there is no actor called ${name}`,
    });
  return actor;
}
