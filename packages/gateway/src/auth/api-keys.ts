import type { Scope } from "@icn-mesh/client";
import {
  type Cid,
  type Clock,
  cidOf,
  createBoundedMap,
  type Rng,
  type Storage,
  sha256,
} from "@icn-mesh/core";
import { base32 } from "multiformats/bases/base32";
import { base64url } from "multiformats/bases/base64";
import { type ApiKeyRecord, apiKeyCodec } from "./api-key-record.ts";

/** What a new key is to allow. */
export interface ApiKeyTerms {
  readonly name: string;
  /** Whose account it acts for; null for the node's own, undefined for one of the key's own. */
  readonly principal: string | null | undefined;
  readonly scopes: readonly Scope[];
  readonly expiresAt: number | null;
}

/** The keys by which callers are known. A secret is shown once, when its key is made, and never kept. */
export interface ApiKeys {
  create(terms: ApiKeyTerms): Promise<{ readonly key: ApiKeyRecord; readonly secret: string }>;
  list(): Promise<readonly ApiKeyRecord[]>;
  /** False for a key that does not exist. It holds from the next request on. */
  revoke(id: string): Promise<boolean>;
  /** The key of a secret that is valid now. */
  find(secret: string): Promise<ApiKeyRecord | undefined>;
}

const PREFIX = "apikey/";
const FORM = /^icnm_([a-z2-7]{16})_([\w-]{43})$/;
const MOST_KNOWN = 1024;
const ID_BYTES = 10;
const SECRET_BYTES = 32;

/** The keys in a store. */
export function createApiKeys({
  storage,
  clock,
  rng,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly rng: Rng;
}): ApiKeys {
  const known = createBoundedMap<Cid, ApiKeyRecord>({ max: MOST_KNOWN, whenFull: "evict-least-used" });

  async function read(cid: Cid): Promise<ApiKeyRecord | undefined> {
    const cached = known.get(cid);
    if (cached !== undefined) return cached;
    const bytes = await storage.get(cid);
    const decoded = bytes && apiKeyCodec.decode(bytes);
    if (!decoded?.ok) return undefined;
    known.set(cid, decoded.value);
    return decoded.value;
  }

  return {
    async create({ name, principal, scopes, expiresAt }) {
      const id = base32.baseEncode(rng.bytes(ID_BYTES));
      const secret = `icnm_${id}_${base64url.baseEncode(rng.bytes(SECRET_BYTES))}`;
      const key: ApiKeyRecord = {
        t: "icn-mesh/api-key/1",
        id,
        name,
        principal: principal === undefined ? `key-${id}` : principal,
        scopes: [...scopes],
        createdAt: clock.now(),
        expiresAt,
        secretHash: hashOf(secret),
      };
      const bytes = apiKeyCodec.encode(key);
      await storage.commit({
        blocks: [{ bytes }],
        refs: [{ name: PREFIX + id, expect: null, to: cidOf(bytes) }],
      });
      return { key, secret };
    },
    async list() {
      const keys: ApiKeyRecord[] = [];
      for await (const { cid } of storage.refs(PREFIX)) {
        const key = await read(cid);
        if (key !== undefined) keys.push(key);
      }
      return keys;
    },
    async revoke(id) {
      const cid = await storage.ref(PREFIX + id);
      if (cid === null) return false;
      const { ok } = await storage.commit({ refs: [{ name: PREFIX + id, expect: cid, to: null }] });
      return ok;
    },
    async find(secret) {
      const id = FORM.exec(secret)?.[1];
      const cid = id === undefined ? null : await storage.ref(PREFIX + id);
      const key = cid === null ? undefined : await read(cid);
      if (key === undefined || !isEqual(key.secretHash, hashOf(secret))) return undefined;
      return key.expiresAt !== null && key.expiresAt <= clock.now() ? undefined : key;
    },
  };
}

/** The secret is 32 bytes of chance: there is nothing to guess, and so nothing that a slow hash would slow down. */
function hashOf(secret: string): Uint8Array {
  return sha256(new TextEncoder().encode(secret));
}

/** Takes as long wherever the first difference is. */
function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
}
