import {
  type Constitution,
  constitutionRecord,
  createKeySigner,
  createMemoryDisk,
  createMemoryLatencyStore,
  createMemoryMetrics,
  createSeededRng,
  createVerifier,
  type Did,
  type Embedded,
  type MemoryDisk,
  type NodeRecord,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock, createRecordingLogger } from "@icn-mesh/core/testing";
import { createKeptLinks } from "@icn-mesh/dag";
import { type Federation, type Guard, openFederation } from "@icn-mesh/economics";
import { sampleConstitution, sampleMember } from "@icn-mesh/economics/testing";
import { createBlockExchange, createMemoryNetwork } from "@icn-mesh/network";
import {
  askNetworkGuards,
  createBidPolicy,
  createExecutor,
  createFederationHost,
  createMemoryKeyStore,
  createPayloadFetcher,
  createRuntime,
  EXECUTOR_ROLE,
  type Executor,
  type FederationHost,
  type FederationPlace,
  federationLink,
  meshTopics,
  type RuntimeContext,
} from "../../src/index.ts";
import type { WorkRunner } from "../../src/ports/work-runner.ts";
import { fundAccount } from "../../src/testing/fund-account.ts";
import { createSampleRunner, openInMemory } from "../../src/testing/index.ts";
import { startLocalGuard } from "../../src/testing/local-guard.ts";

const MACHINE = { cpuCores: 1, memoryMb: 4096, storageMb: 4096 };
const RATES = { perCpuCoreHour: 3600n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };

const engine = nodeCryptoEngine();
const verifier = createVerifier({ engine });
const rng = createSeededRng("two federations");

/** A federation with a guard of its own. */
export interface AFederation {
  readonly genesis: Signed<Constitution>;
  readonly federation: Federation;
  readonly charter: Signer;
  readonly guard: Guard;
  readonly stop: () => Promise<void>;
}

/** A node that can be in several. */
export interface AHost {
  readonly did: Did;
  readonly disk: MemoryDisk;
  readonly host: FederationHost;
  readonly executor: Executor;
  join(federation: AFederation, membership?: Embedded): Promise<RuntimeContext>;
  stop(): Promise<void>;
}

/** What is special about a host. */
export interface HostSetting {
  readonly runner?: WorkRunner;
  readonly runs?: boolean;
  readonly disk?: MemoryDisk;
  readonly memberships?: readonly Embedded[];
}

/** Two federations in one network, on a clock that is moved by hand. */
export async function twoFederations() {
  const clock = createHandClock({ settle });
  const network = createMemoryNetwork({ clock, rng });
  const key = (label: string) => createKeySigner({ engine, secretKey: rng.fork(`key ${label}`).bytes(32) });
  const stops: (() => Promise<void>)[] = [];
  const records: NodeRecord[] = [];
  const places: string[] = [];

  async function found(label: string): Promise<AFederation> {
    const [charter, guardKey] = [key(`charter ${label}`), key(`guard ${label}`)];
    const body = sampleConstitution(charter.did, [guardKey.did]);
    const genesis = await signRecord(constitutionRecord, body, charter);
    const federation = openFederation(genesis, verifier);
    const place = `guard-${label}`;
    const local = await startLocalGuard({ federation, network, clock, verifier, signer: guardKey, place });
    places.push(`/memory/${place}`);
    return { genesis, federation, charter, ...local };
  }

  const [east, west] = [await found("east"), await found("west")];

  async function host(label: string, setting: HostSetting = {}): Promise<AHost> {
    const { runs = true, disk = createMemoryDisk(), runner = createSampleRunner() } = setting;
    const signer = key(label);
    const [logger, metrics, storage] = [createRecordingLogger(), createMemoryMetrics(), openInMemory(disk)];
    const topics = [east, west].flatMap(({ federation }) => meshTopics(federation.net));
    const link = network.node({ self: signer.did, place: label, topics, logger, metrics });
    const exchange = createBlockExchange({
      network: link,
      clock,
      logger,
      metrics,
      serve: (cid) => storage.get(cid),
    });
    const executor = createExecutor({ runner, clock, logger }, { capacity: MACHINE });
    const keys = createMemoryKeyStore({ engine, rng: rng.fork(`keys ${label}`) });
    const federations = [east.federation, west.federation];

    function open({ federation, storage: part, membership }: FederationPlace) {
      const own = federationLink(link, federation.net);
      const payloads = createPayloadFetcher({ storage: part, clock, exchange, linksOf: createKeptLinks([]) });
      return createRuntime(
        {
          ...{ federation, signer, verifier, storage: part, clock, logger, metrics, link, payloads, keys },
          rng: rng.fork(`${label} ${federation.net} ${stops.length}`),
          guards: askNetworkGuards(own),
          latency: createMemoryLatencyStore(),
          nodes: () => records.filter(({ net }) => net === federation.net),
          ...(runs && { runner, executor }),
        },
        {
          ...(membership && { membership }),
          federations: () => federations,
          executor: {
            queue: { capacity: MACHINE },
            bids: createBidPolicy({ rates: RATES }),
            memberships: () => setting.memberships ?? [],
          },
        },
      );
    }

    await link.start();
    await exchange.start();
    for (const place of places) void link.connect(place);
    places.push(`/memory/${label}`);
    const components = { storage, verifier, clock, logger, open };
    const ours = createFederationHost(components);
    await ours.start();
    const stop = async (): Promise<void> => {
      await ours.stop();
      await executor.stop();
      await exchange.stop();
      await link.stop();
      await storage.close();
    };
    stops.push(stop);
    return {
      did: signer.did,
      disk,
      host: ours,
      executor,
      stop,
      async join(each, membership) {
        const { net } = each.federation;
        await ours.join(each.genesis, membership);
        if (runs) records.push(recordOf(signer.did, each.federation));
        const context = ours.context(net);
        if (context === undefined) throw new Error("not joined");
        const { accounts } = context;
        const parts = { ...each, rng };
        const funding = fundAccount(parts, { accounts, amount: 1000n });
        await until(funding);
        return context;
      },
    };
  }

  /** Lets time pass until something has come to its end. */
  async function until<Value>(pending: Promise<Value>): Promise<Value> {
    let isDone = false;
    const over = pending.finally(() => {
      isDone = true;
    });
    over.catch(() => undefined);
    for (let step = 0; step < 5000 && !isDone; step++) await clock.advance(100);
    return over;
  }

  return {
    clock,
    east,
    west,
    key,
    host,
    until,
    member: (each: AFederation, account: Did) => sampleMember(each.federation, account, each.charter),
    async stop() {
      for (const stop of stops.toReversed()) await stop();
      for (const each of [east, west]) await each.stop();
    },
  };
}

function recordOf(did: Did, { net }: Federation): NodeRecord {
  return {
    t: "icn/node/1",
    net,
    by: did,
    via: null,
    seq: 0,
    peerKey: did,
    addresses: [],
    roles: [EXECUTOR_ROLE],
    supported: [],
    capabilities: [],
    resources: MACHINE,
    bidPolicy: null,
    validForMs: 3_600_000,
  };
}

/** Enough turns of the microtask queue for what one moment brings about on several nodes. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 400; turn++) await Promise.resolve();
}
