import {
  type Clock,
  type Constitution,
  constitutionRecord,
  type Embedded,
  type Logger,
  type NetworkId,
  readRecord,
  type Service,
  type Signed,
  type Storage,
  type Verifier,
} from "@icn-mesh/core";
import { EconomicsError, type Federation, openFederation } from "@icn-mesh/economics";
import type { Runtime } from "../context/create-runtime.ts";
import type { RuntimeContext } from "../context/runtime-context.ts";
import { RuntimeError } from "../errors.ts";
import { createTurns } from "../tasks/turns.ts";
import type { Joined } from "./joined-record.ts";
import { createJoinedStore, type JoinedStore } from "./joined-store.ts";
import { type OpenPositions, openPositions } from "./open-positions.ts";
import { type StorageScope, scopeStorage } from "./scope-storage.ts";

/** One node in several federations, each with a context of its own over one store and one machine. */
export interface FederationHost extends Service {
  /** The federations that it is in. */
  readonly nets: readonly NetworkId[];
  context(net: NetworkId): RuntimeContext | undefined;
  /** Takes part in a federation from now on, also after a restart. In one that it is in already, a new membership counts from the next start. */
  join(genesis: Signed<Constitution>, membership?: Embedded): Promise<JoinResult>;
  /** Takes no part any more. What the store has of the federation stays, for whoever joins again. */
  leave(net: NetworkId, options?: LeaveOptions): Promise<LeaveResult>;
}

/** What came of joining. */
export type JoinResult =
  | { readonly ok: true; readonly net: NetworkId; readonly isNew: boolean }
  | {
      readonly ok: false;
      readonly refusal: { readonly code: "ECONOMICS_BAD_CONSTITUTION"; readonly reason: string };
    };

/** How to leave. */
export interface LeaveOptions {
  /** Takes no new work and waits until everything that is open has ended; without it leaving is refused meanwhile. */
  readonly drain?: boolean;
  /** Ends the waiting; the federation is left once it is asked to again, and nothing is open. */
  readonly signal?: AbortSignal;
}

/** What came of leaving. */
export type LeaveResult = { readonly ok: true } | { readonly ok: false; readonly refusal: LeaveRefusal };

/** Why a federation is not left: somebody would lose money or work by it. */
export type LeaveRefusal =
  | ({ readonly code: "RUNTIME_FEDERATION_BUSY" } & OpenPositions)
  | { readonly code: "RUNTIME_NOT_JOINED"; readonly net: NetworkId };

/** Where the roles of a node in one federation are put together. */
export interface FederationPlace extends StorageScope {
  readonly federation: Federation;
  readonly membership?: Embedded;
}

/** What a host works with. */
export interface FederationHostComponents {
  /** The whole store. */
  readonly storage: Storage;
  readonly verifier: Verifier;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Puts the roles of one federation together, not started, on its part of the store and the machine of all. */
  readonly open: (place: FederationPlace) => Promise<Runtime>;
}

const LOOK_AGAIN_MS = 1000;
const FOR_EVER = new AbortController().signal;
const STOPPED = new DOMException("the host was stopped", "AbortError");

/** A host at rest. */
export function createFederationHost(components: FederationHostComponents): FederationHost {
  const { storage, verifier, clock, logger, open } = components;
  const store = createJoinedStore(storage);
  const runtimes = new Map<NetworkId, Runtime>();
  const turns = createTurns();
  const stopping = new AbortController();

  async function takePart(joined: Joined, federation: Federation): Promise<void> {
    const { membership } = joined;
    const place = { ...scopeStorage(storage, federation.net), federation };
    const runtime = await open(membership === null ? place : { ...place, membership });
    if (joined.isLeaving) runtime.retire();
    await runtime.start();
    runtimes.set(federation.net, runtime);
    logger.info("federation joined", { net: federation.net });
  }

  async function join(genesis: Signed<Constitution>, membership: Embedded | null): Promise<JoinResult> {
    const federation = federationOf(genesis, verifier);
    if ("reason" in federation) return { ok: false, refusal: federation };
    const { net } = federation;
    const before = await store.get(net);
    if (runtimes.has(net)) {
      if (before !== undefined && membership !== null) await store.set(net, { ...before, membership });
      return { ok: true, net, isNew: false };
    }
    const embedded = { body: genesis.bytes, sig: genesis.sig };
    const joined: Joined = { t: "icn-mesh/joined/1", genesis: embedded, membership, isLeaving: false };
    await store.set(net, joined);
    await takePart(joined, federation);
    return { ok: true, net, isNew: true };
  }

  async function leave(net: NetworkId, runtime: Runtime): Promise<LeaveResult> {
    await store.remove(net);
    runtimes.delete(net);
    await runtime.stop();
    logger.info("federation left", { net });
    return { ok: true };
  }

  return {
    name: "federations",
    get nets() {
      return [...runtimes.keys()];
    },
    context: (net) => runtimes.get(net)?.context,
    join: (genesis, membership) => turns.take(() => join(genesis, membership ?? null)),
    async leave(net, options = {}) {
      const runtime = runtimes.get(net);
      if (runtime === undefined) return { ok: false, refusal: { code: "RUNTIME_NOT_JOINED", net } };
      const signal = AbortSignal.any([options.signal ?? FOR_EVER, stopping.signal]);
      if (options.drain === true) await drain({ store, clock }, { net, runtime, signal });
      const positions = openPositions(runtime);
      if (positions === undefined) return turns.take(() => leave(net, runtime));
      return { ok: false, refusal: { code: "RUNTIME_FEDERATION_BUSY", ...positions } };
    },
    async start() {
      for await (const net of store.nets()) {
        const joined = await store.get(net);
        const genesis = joined && readRecord(constitutionRecord, joined.genesis.body, joined.genesis.sig);
        if (!genesis?.ok)
          throw new RuntimeError("not a constitution", { code: "RUNTIME_BOOK_DAMAGED", job: net });
        await takePart(joined as Joined, openFederation(genesis.value, verifier));
      }
    },
    async stop() {
      stopping.abort(STOPPED);
      await turns.idle();
      for (const runtime of [...runtimes.values()].toReversed()) await runtime.stop();
      runtimes.clear();
    },
  };
}

interface Leaving {
  readonly net: NetworkId;
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
}

/** Resolves when nothing is open, or when the signal has aborted. */
async function drain(
  { store, clock }: { readonly store: JoinedStore; readonly clock: Clock },
  { net, runtime, signal }: Leaving,
): Promise<void> {
  const joined = await store.get(net);
  if (joined?.isLeaving === false) await store.set(net, { ...joined, isLeaving: true });
  runtime.retire();
  while (openPositions(runtime) !== undefined && !signal.aborted)
    await clock.after(LOOK_AGAIN_MS, { signal }).catch(() => undefined); // looked at once more when it aborts
}

function federationOf(
  genesis: Signed<Constitution>,
  verifier: Verifier,
): Federation | Extract<JoinResult, { readonly ok: false }>["refusal"] {
  try {
    return openFederation(genesis, verifier);
  } catch (error) {
    if (error instanceof EconomicsError && error.failure.code === "ECONOMICS_BAD_CONSTITUTION")
      return error.failure;
    throw error;
  }
}
