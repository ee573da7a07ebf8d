import { createMemoryStorage, createSeededRng } from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { createApiKeys } from "../../src/auth/api-keys.ts";

const TERMS = { name: "ci", principal: undefined, scopes: ["jobs:read"], expiresAt: null } as const;

function someKeys() {
  const storage = createMemoryStorage();
  const clock = createHandClock();
  return { storage, clock, keys: createApiKeys({ storage, clock, rng: createSeededRng("keys") }) };
}

describe("an API key", () => {
  it("is found by its secret, which is kept nowhere", async () => {
    const { keys, storage } = someKeys();
    const { key, secret } = await keys.create(TERMS);
    expect(await keys.find(secret)).toEqual(key);
    for await (const cid of storage.cids())
      expect(new TextDecoder("latin1").decode(await storage.get(cid))).not.toContain(secret.slice(-20));
  });

  it("is not found by a secret that differs in one letter, or by what is none", async () => {
    const { keys } = someKeys();
    const { secret } = await keys.create(TERMS);
    const other = secret.slice(0, -2) + (secret.at(-2) === "A" ? "B" : "A") + secret.at(-1);
    expect(await keys.find(other)).toBeUndefined();
    for (const none of ["", "icnm_", "icnm_x_y", `${secret}x`, "../apikey/x"])
      expect(await keys.find(none)).toBeUndefined();
  });

  it("is good until it ends, and not after it is revoked", async () => {
    const { keys, clock } = someKeys();
    const ending = await keys.create({ ...TERMS, expiresAt: clock.now() + 1000 });
    const revoked = await keys.create(TERMS);
    expect(await keys.find(ending.secret)).toBeDefined();
    await clock.advance(1000);
    expect(await keys.find(ending.secret)).toBeUndefined();
    expect(await keys.revoke(revoked.key.id)).toBe(true);
    expect(await keys.find(revoked.secret)).toBeUndefined();
    expect(await keys.revoke(revoked.key.id)).toBe(false);
    expect(await keys.list()).toEqual([ending.key]);
  });

  it("acts for an account of its own unless it is told for whose", async () => {
    const { keys } = someKeys();
    const { key } = await keys.create(TERMS);
    expect(key.principal).toBe(`key-${key.id}`);
    expect((await keys.create({ ...TERMS, principal: null })).key.principal).toBeNull();
    expect((await keys.create({ ...TERMS, principal: "alice" })).key.principal).toBe("alice");
  });
});
