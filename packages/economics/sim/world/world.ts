import {
  type Constitution,
  constitutionRecord,
  createSeededRng,
  type Did,
  type Rng,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import type { KeyRing, VirtualTime } from "@icn-mesh/core/testing";
import { type Federation, type Judge, openFederation } from "@icn-mesh/economics";
import { createTruth, type Report, sampleConstitution, type Truth } from "@icn-mesh/economics/testing";
import type { Configuration } from "../configuration.ts";
import { type Counters, createCounters } from "../counters.ts";
import { createFaults, type Faults } from "../kernel/faults.ts";
import { createNetwork, type Network } from "../kernel/network.ts";
import { startOfTime } from "../kernel/start-of-time.ts";
import type { Answer, Question } from "./messages.ts";

/** All that those who live in one simulated world share. */
export interface World {
  readonly configuration: Configuration;
  readonly kernel: VirtualTime;
  readonly faults: Faults;
  readonly rng: Rng;
  readonly counters: Counters;
  readonly network: Network<Question, Answer>;
  readonly keys: KeyRing;
  readonly federation: Federation;
  readonly charter: Signer;
  readonly guardKeys: readonly Signer[];
  /** Guards that nobody may rely on. */
  readonly faulty: ReadonlySet<Did>;
  readonly judge: Judge;
  readonly truth: Truth;
  readonly report: Report;
}

/** What makes a world, and what its seed makes different. */
export interface WorldOptions {
  readonly configuration: Configuration;
  readonly seed: number;
  readonly keys: KeyRing;
  readonly judge: Judge;
  readonly report: Report;
}

/** A world before anybody lives in it. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { configuration, seed, keys, report } = options;
  const rng = createSeededRng(`${configuration.name} ${seed}`);
  const kernel = startOfTime();
  const faults = createFaults(rng.fork("faults"));
  const counters = createCounters();
  const charter = keys.signer("charter");
  const guardKeys = Array.from({ length: configuration.guards }, (_, index) => keys.signer(`guard ${index}`));
  const faulty = new Set(configuration.hasFaultyGuard ? guardKeys.slice(0, 1).map(({ did }) => did) : []);
  const constitution = rulesOf(configuration, rng.fork("rules"), [charter, ...guardKeys]);
  const federation = openFederation(
    await signRecord(constitutionRecord, constitution, charter),
    keys.verifier,
  );
  const network = createNetwork<Question, Answer>({ kernel, faults, counters, rng: rng.fork("network") });
  const truth = createTruth({ federation, verifier: keys.verifier, onSight: counters.add, faulty, report });
  return {
    ...options,
    kernel,
    faults,
    rng,
    counters,
    network,
    federation,
    charter,
    guardKeys,
    faulty,
    truth,
  };
}

/** Short times, so that epochs, claims, grace and margins meet crashes and cuts. Either of the last two may be longer. */
function rulesOf(
  { quorum, contested }: Configuration,
  rng: Rng,
  [charter, ...guards]: readonly [Signer, ...Signer[]],
): Constitution {
  const dids = guards.map(({ did }) => did);
  return {
    ...sampleConstitution(charter.did, dids),
    quorum,
    contested,
    units: [
      { name: "mana", decimals: 0, split: [], burnBp: 0 },
      { name: "credit", decimals: 2, split: [{ to: charter.did, bp: 2000 }], burnBp: 1000 },
    ],
    mint: { rate: 50n, cap: 400n, epochMs: 30_000 },
    graceMs: 500 + rng.below(8_000),
    marginMs: 500 + rng.below(8_000),
  };
}
