import { createBoundedMap } from "@icn-mesh/core";
import {
  type KadDHT,
  type KadDHTComponents,
  kadDHT,
  passthroughMapper,
  type QueryEvent,
  removePrivateAddressesMapper,
  type SelectFn,
  type ValidateFn,
} from "@libp2p/kad-dht";
import type { DistributedTable, TableKey, TableRules } from "../distributed-table.ts";
import { NetworkError } from "../errors.ts";

/** How a node takes part in the table of its network. */
export interface Libp2pTableOptions {
  /** Tables of different networks never mix: e.g. `/icn-mesh/<network>`. */
  readonly prefix: string;
  readonly rules: readonly TableRules[];
  /** A server keeps values for others; a client only asks. */
  readonly mode: "server" | "client";
  readonly allowsPrivate: boolean;
}

const encoder = new TextEncoder();

/** The Kademlia service of a node. Values that the rules refuse are neither kept nor believed. */
export function createTableService(options: Libp2pTableOptions): (parts: unknown) => KadDHT {
  const { prefix, rules, mode, allowsPrivate } = options;
  const create = kadDHT({
    protocol: `${prefix}/kad/1.0.0`,
    clientMode: mode === "client",
    peerInfoMapper: allowsPrivate ? passthroughMapper : removePrivateAddressesMapper,
    allowQueryWithZeroPeers: false,
    validators: Object.fromEntries(rules.map((rule) => [rule.namespace, validatorOf(rule)])),
    selectors: Object.fromEntries(rules.map((rule) => [rule.namespace, selectorOf(rule)])),
    maxInboundStreams: 16,
    maxOutboundStreams: 32,
  });
  return (parts) => create(parts as KadDHTComponents); // libp2p hands over every part of the node
}

/** The table as the service sees it; without a service, an empty one. */
export function createLibp2pTable(
  service: () => KadDHT | undefined,
  rules: readonly TableRules[],
): DistributedTable {
  function keyBytes({ namespace, name }: TableKey): Uint8Array {
    if (!rules.some((rule) => rule.namespace === namespace)) {
      throw new NetworkError(`not a namespace of the table: ${namespace}`, {
        code: "NETWORK_UNKNOWN_NAMESPACE",
        namespace,
      });
    }
    return encoder.encode(`/${namespace}/${toHex(name)}`);
  }

  return {
    async put(key, value, { signal } = {}) {
      const bytes = keyBytes(key);
      const dht = service();
      let stored = 0;
      if (dht === undefined) return stored;
      for await (const event of eventsOf(dht.put(bytes, value, optionsFor(signal)), signal)) {
        if (event.name === "PEER_RESPONSE" && event.messageName === "PUT_VALUE") stored += 1;
      }
      return stored;
    },
    async get(key, { signal } = {}) {
      const bytes = keyBytes(key);
      const dht = service();
      const rule = rules.find(({ namespace }) => namespace === key.namespace);
      if (dht === undefined || rule === undefined) return undefined;
      const values: Uint8Array[] = [];
      for await (const event of eventsOf(dht.get(bytes, optionsFor(signal)), signal)) {
        values.push(...valuesIn(event).filter((value) => rule.isValid(key.name, value)));
        if (values.length >= ENOUGH_VALUES) break;
      }
      return values.toSorted(rule.compare)[0];
    },
  };
}

/** So many valid answers are enough: waiting for the slowest peers would take seconds. */
const ENOUGH_VALUES = 3;
const MAX_VALUE_BYTES = 8 * 1_024;
/** How many keys a node keeps values for; others are refused. */
const MAX_KEYS = 4_096;

/** The service also throws for what one peer of many did, e.g. that it did not take a correction; that is no answer. */
async function* eventsOf(
  events: AsyncIterable<QueryEvent>,
  signal: AbortSignal | undefined,
): AsyncGenerator<QueryEvent, void, undefined> {
  try {
    yield* events;
  } catch {
    signal?.throwIfAborted();
  }
}

function optionsFor(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function valuesIn(event: QueryEvent): readonly Uint8Array[] {
  if (event.name === "VALUE") return [event.value];
  return event.name === "PEER_RESPONSE" && event.record !== undefined ? [event.record.value] : [];
}

/** The service keeps whatever is valid and came last, so an old value put again would replace a newer one everywhere. */
function validatorOf(rule: TableRules): ValidateFn {
  const best = createBoundedMap<string, Uint8Array>({ max: MAX_KEYS, whenFull: "refuse" });

  function isTaken(name: Uint8Array, value: Uint8Array): boolean {
    const key = toHex(name);
    const known = best.get(key);
    const isBest = known === undefined || rule.compare(known, value) >= 0;
    return isBest && best.set(key, new Uint8Array(value));
  }

  return (key, value) => {
    const name = nameIn(key, rule);
    const isValid = name !== undefined && value.length <= MAX_VALUE_BYTES && rule.isValid(name, value);
    if (isValid && isTaken(name, value)) return;
    // The service takes a thrown error, of whatever kind, for no.
    throw new NetworkError("a value of the table is refused", {
      code: "NETWORK_UNKNOWN_NAMESPACE",
      namespace: rule.namespace,
    });
  };
}

function selectorOf(rule: TableRules): SelectFn {
  return (_key, values) => {
    const [best] = values
      .map((value, at) => ({ value, at }))
      .toSorted((a, b) => rule.compare(a.value, b.value));
    return best?.at ?? 0;
  };
}

function nameIn(key: Uint8Array, { namespace }: TableRules): Uint8Array | undefined {
  const text = String.fromCharCode(...key);
  const hex = text.slice(namespace.length + 2);
  if (!text.startsWith(`/${namespace}/`) || !/^(?:[0-9a-f]{2})*$/.test(hex)) return undefined;
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
