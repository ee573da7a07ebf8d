import {
  type BoundedMap,
  type Certificate,
  certificateCodec,
  createBoundedMap,
  type Did,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { type Proof, readProof } from "../certificate/proof.ts";
import type { Federation } from "../federation.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { MoneyFact } from "../ledger/money-fact.ts";
import { granted, type ManaRefusal, type Ruling } from "../refusal.ts";
import type { GuardNames } from "./guard-names.ts";
import { loadProof, saveProof } from "./kept-proof.ts";

/** How many certificates a guard shows to one that asks for its own, and how much that may be. */
const WITNESSED = 256;
const WITNESSED_BYTES = 3 * 1024 * 1024;

/** What a guard was shown to be certified. */
export interface Knowledge {
  /** Checks proofs, adds what they prove to the ledger and makes it durable. Refused at the first that is wrong. */
  learn(proofs: readonly Proof[], now: number): Promise<Ruling<null>>;
  /** The proof of what fills a slot, if it was shown one. */
  recall(slot: string): Promise<Proof | undefined>;
  /** The newest certificates that carry a vote of this guard. */
  witness(guard: Did): readonly Proof[];
  /** Why this guard no longer votes: certificates show votes of its own that it does not remember. */
  readonly rewound: ManaRefusal | undefined;
}

/** What knowledge is kept in. */
export interface KnowledgeComponents {
  readonly federation: Federation;
  readonly ledger: Ledger;
  readonly storage: Storage;
  readonly verifier: Verifier;
  readonly names: GuardNames;
  readonly did: Did;
}

/** The knowledge of one guard. */
export function createKnowledge(parts: KnowledgeComponents, boot: number): Knowledge {
  const { federation, ledger, storage, verifier, names, did } = parts;
  const recent: BoundedMap<string, Proof> = createBoundedMap({ max: WITNESSED, whenFull: "evict-oldest" });
  let rewound: ManaRefusal | undefined;

  async function isForgotten({ votes, slot }: Certificate): Promise<boolean> {
    const own = votes.find(({ by }) => by === did);
    if (own === undefined) return false;
    return own.boot > boot || (await storage.ref(names.vote(slot, own.ballot))) === null;
  }

  /** An assignment that was certified without its terms, as one that was contested can be, cannot be settled. */
  async function completes({ terms }: Proof, fact: MoneyFact): Promise<boolean> {
    return fact.type === "assignment" && terms !== null && !(await storage.has(fact.body.bid));
  }

  /** Resolves to the write that makes it durable, so that those of many proofs are one write to the disk. */
  async function learnOne(proof: Proof, now: number): Promise<Ruling<Promise<unknown> | null>> {
    const read = readProof(federation, proof, verifier);
    if (!read.ok) return read;
    const { certificate, fact } = read.value;
    if (await isForgotten(certificate)) rewound = { code: "ECONOMICS_GUARD_REWOUND", slot: certificate.slot };
    const added = ledger.add(fact);
    if (!added.ok) return added;
    if (added.value.type === "known" && !(await completes(proof, fact))) return granted(null);
    recent.set(certificate.slot, proof);
    return granted(saveProof(storage, names.certificate(certificate.slot), { proof, at: now }));
  }

  return {
    get rewound() {
      return rewound;
    },
    async learn(proofs, now) {
      const writes: (Promise<unknown> | null)[] = [];
      for (const proof of proofs) {
        const learnt = await learnOne(proof, now);
        if (learnt.ok) writes.push(learnt.value);
        else return settled(writes, learnt);
      }
      return settled(writes, granted(null));
    },
    async recall(slot) {
      const cid = await storage.ref(names.certificate(slot));
      return cid === null ? undefined : loadProof(storage, cid);
    },
    witness(guard) {
      const proofs = [...recent].map(([, proof]) => proof).reverse();
      return upTo(
        WITNESSED_BYTES,
        proofs.filter(({ certificate }) => {
          const read = certificateCodec.decode(certificate);
          return read.ok && read.value.votes.some(({ by }) => by === guard);
        }),
      );
    },
  };
}

/** What was learnt before a refusal stays learnt, and is durable when the refusal is heard. */
async function settled(
  writes: readonly (Promise<unknown> | null)[],
  ruling: Ruling<null>,
): Promise<Ruling<null>> {
  await Promise.all(writes);
  return ruling;
}

/** As many of the first proofs as fit into so many bytes. */
function upTo(most: number, proofs: readonly Proof[]): readonly Proof[] {
  let size = 0;
  return proofs.filter(({ certificate, body, terms }) => {
    size += certificate.length + (body?.length ?? 0) + (terms?.job.length ?? 0) + (terms?.bid.length ?? 0);
    return size <= most;
  });
}
