import {
  type Clock,
  type Constitution,
  constitutionRecord,
  createKeySigner,
  createMemoryDisk,
  createMemoryStorage,
  createSeededRng,
  createVerifier,
  type Deposit,
  type Did,
  type MemoryDisk,
  type SignatureEngine,
  type Signer,
  type Storage,
  signRecord,
  type Verifier,
} from "@icn-mesh/core";
import type { Proof } from "../certificate/proof.ts";
import type { AskGuards } from "../client/ask-guards.ts";
import { type ManaClient, openManaClient } from "../client/mana-client.ts";
import { EconomicsError } from "../errors.ts";
import { type Federation, openFederation } from "../federation.ts";
import type { GuardPeers } from "../guard/guard-peers.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import type { Judge } from "../settlement/judge.ts";
import { copyDisk } from "./copy-disk.ts";
import { plainJudge } from "./plain-judge.ts";
import { sampleConstitution } from "./sample-constitution.ts";
import { certifySampleDeposit, signSampleDeposit } from "./sample-deposit.ts";
import { openSampleGuard, type SampleGuard } from "./sample-guard.ts";
import { sampleMember } from "./sample-member.ts";

/** A federation in memory with its charter, its guards and whatever clients a test opens. */
export interface SampleEconomy {
  readonly federation: Federation;
  readonly verifier: Verifier;
  readonly charter: Signer;
  readonly guards: readonly SampleGuard[];
  /** The key of a number, the same whenever it is asked for. */
  signer(number: number): Signer;
  /** A client of the account of a number; opened twice, it goes on where it left off. */
  client(number: number, options?: SampleClientOptions): Promise<ManaClient>;
  /** Asks every guard that is up, in the name of an account. */
  askAll(ask: GuardAsk, from: Did): Promise<readonly GuardReply[]>;
  /** The proof of a certified deposit. */
  deposit(account: Did, changes?: Partial<Deposit>): Promise<Proof>;
}

/** What is special about a client: whether it is a member, and what stands between it and the guards or its store. */
export interface SampleClientOptions {
  readonly member?: boolean;
  /** On a copy of its store, as it would be on another machine. */
  readonly onCopy?: boolean;
  readonly wrapGuards?: (guards: AskGuards) => AskGuards;
  readonly wrapStorage?: (storage: Storage) => Storage;
  readonly wrapSigner?: (signer: Signer) => Signer;
}

/** How many guards, how many of them are needed, and what is special in the constitution. */
export interface SampleEconomyOptions {
  readonly engine: SignatureEngine;
  readonly clock: Clock;
  readonly guards?: number;
  readonly quorum?: number;
  readonly changes?: Partial<Constitution>;
  /** The plain judge when not given. */
  readonly judge?: Judge;
}

const CHARTER = 200;

/** A federation in which mana regenerates 10 of at most 1 000 per hour, and 1 % of a price is burned. */
export async function createSampleEconomy(options: SampleEconomyOptions): Promise<SampleEconomy> {
  const {
    engine,
    clock,
    guards: count = 1,
    quorum = count === 1 ? 1 : Math.floor((2 * count) / 3) + 1,
  } = options;
  const verifier = createVerifier({ engine });
  const signer = (number: number) => createKeySigner({ engine, secretKey: new Uint8Array(32).fill(number) });
  const charter = signer(CHARTER);
  const keys = Array.from({ length: count }, (_, index) => signer(CHARTER + 1 + index));
  const constitution: Constitution = {
    ...sampleConstitution(
      charter.did,
      keys.map(({ did }) => did),
    ),
    quorum,
    ...options.changes,
  };
  const federation = openFederation(await signRecord(constitutionRecord, constitution, charter), verifier);
  let opened: readonly SampleGuard[] = [];
  const disks = new Map<number, MemoryDisk>();

  /** Reaches the guards as they are when they are asked: they are restarted meanwhile. */
  function asking(from: Did): GuardPeers {
    return {
      async ask(did, request) {
        const guard = opened.find(({ signer: key }) => key.did === did);
        if (guard === undefined) throw new EconomicsError("no such guard", { code: "ECONOMICS_NO_PEERS" });
        return guard.current.ask(request, from);
      },
    };
  }

  const shared = { federation, verifier, clock };
  opened = await Promise.all(
    keys.map((key) =>
      openSampleGuard({ ...shared, judge: options.judge ?? plainJudge, signer: key, peers: asking(key.did) }),
    ),
  );
  const guards = opened;
  return {
    federation,
    verifier,
    charter,
    guards,
    signer,
    async deposit(account, changes = {}) {
      const deposit = await signSampleDeposit(federation, charter, { ...changes, account });
      return certifySampleDeposit({ ...shared, guards: asking(charter.did) }, deposit);
    },
    async client(number, { member = false, onCopy = false, wrapGuards, wrapStorage, wrapSigner } = {}) {
      const key = wrapSigner?.(signer(number)) ?? signer(number);
      const disk = disks.get(number) ?? createMemoryDisk();
      disks.set(number, disk);
      const storage = createMemoryStorage({ disk: onCopy ? copyDisk(disk) : disk });
      return openManaClient({
        ...shared,
        signer: key,
        storage: wrapStorage?.(storage) ?? storage,
        rng: createSeededRng(String(number)),
        guards: wrapGuards?.(asking(key.did)) ?? asking(key.did),
        ...(member ? { membership: await sampleMember(federation, key.did, charter) } : {}),
      });
    },
    async askAll(ask, from) {
      return Promise.all(guards.map(({ current }) => current.ask({ ask, proofs: [] }, from)));
    },
  };
}
