import type { Cid, Did } from "@icn-mesh/core";
import type { BlockLimits } from "../block-limits.ts";
import type { AskType } from "./ask-book.ts";
import { askedFor, type Fetching } from "./fetching.ts";
import type { ProviderLinks } from "./provider-links.ts";

/** Decides whom to ask for a block next. */
export interface AskAround {
  /** Asks the next peer, unless one is being asked; false if there is nobody left to ask, or to hear from. */
  advance(fetching: Fetching): boolean;
  /** Asks one more for every block on which all who were asked have been silent for long. */
  help(fetchings: ReadonlyMap<Cid, Fetching>): void;
}

/**
 * One peer at a time is asked for a block, the one that will answer soonest. Where nobody is known to have it, others
 * are asked whether they do, many at a time, because the question and the answer are small.
 */
export function createAskAround(links: ProviderLinks, limits: BlockLimits): AskAround {
  function ask(fetching: Fetching, peers: Set<Did>, type: AskType): boolean {
    const link = links.best(peers);
    if (link === undefined) return false;
    peers.delete(link.peer);
    fetching.asked.set(link.peer, type);
    link.ask(fetching.cid, type);
    return true;
  }

  function askForBlock(fetching: Fetching, max: number): boolean {
    return askedFor(fetching, "block") < max && ask(fetching, fetching.known, "block");
  }

  function probe(fetching: Fetching, max: number): void {
    while (askedFor(fetching, "presence") < max && ask(fetching, fetching.others, "presence"));
  }

  function forgetBarred({ known, others }: Fetching): void {
    for (const peers of [known, others]) {
      for (const peer of peers) if (links.isBarred(peer)) peers.delete(peer);
    }
  }

  function askOneMore(fetching: Fetching): void {
    forgetBarred(fetching);
    if (askForBlock(fetching, limits.maxAsked)) return;
    probe(fetching, askedFor(fetching, "presence") + limits.maxProbed);
  }

  return {
    advance(fetching) {
      forgetBarred(fetching);
      askForBlock(fetching, 1);
      const isBlockUnderWay = askedFor(fetching, "block") > 0 || fetching.known.size > 0;
      if (!isBlockUnderWay) probe(fetching, limits.maxProbed);
      return fetching.asked.size + fetching.known.size + fetching.others.size > 0;
    },
    help(fetchings) {
      for (const [cid, silent] of countBlocks(links.slow)) {
        const fetching = fetchings.get(cid);
        if (fetching && silent >= fetching.asked.size) askOneMore(fetching);
      }
    },
  };
}

function countBlocks(asks: Iterable<readonly [Did, Cid]>): Map<Cid, number> {
  const counts = new Map<Cid, number>();
  for (const [, cid] of asks) counts.set(cid, (counts.get(cid) ?? 0) + 1);
  return counts;
}
