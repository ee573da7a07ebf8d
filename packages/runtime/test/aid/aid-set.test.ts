import {
  type AidRequest,
  aidRequestRecord,
  aidWithdrawalRecord,
  type Cid,
  createKeySigner,
  createMemoryStorage,
  createSeededRng,
  createVerifier,
  type NetworkId,
  type Signed,
  type Signer,
  sealEnvelope,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock, type HandClock } from "@icn-mesh/core/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type AidSet, openAidSet } from "../../src/aid/aid-set.ts";
import { runtimeProjections } from "../../src/index.ts";

const HOUR_MS = 3_600_000;
const engine = nodeCryptoEngine();
const rng = createSeededRng("aid set");
const net = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua" as NetworkId;
const stranger: Signer = createKeySigner({ engine, secretKey: rng.fork("stranger").bytes(32) });
const banned: Signer = createKeySigner({ engine, secretKey: rng.fork("banned").bytes(32) });

let clock: HandClock;
let set: AidSet;

beforeEach(async () => {
  clock = createHandClock();
  set = await openAidSet({
    ...{ net, clock, verifier: createVerifier({ engine }) },
    storage: createMemoryStorage({ projections: runtimeProjections }),
    admits: (author) => author !== banned.did,
    changed: () => undefined,
  });
});

function request(
  id: string,
  changes: Partial<AidRequest> = {},
  signer = stranger,
): Promise<Signed<AidRequest>> {
  const body: AidRequest = {
    ...{ t: "icn/aid-request/1", net, by: signer.did, via: null, id, tags: ["food"] },
    expiresAt: clock.now() + HOUR_MS,
    ...changes,
  };
  return signRecord(aidRequestRecord, body, signer);
}

function groupOf({ body }: Signed<AidRequest>): number {
  return Math.floor(body.expiresAt / HOUR_MS);
}

function take(record: Signed<AidRequest>, sent = sealRecord(record), group = groupOf(record)) {
  return set.take(group, [sent], new Set<Cid>([record.cid]));
}

const FORGED = new Uint8Array(64);

describe("what others publish about aid", () => {
  it("is kept and passed on once", async () => {
    const record = await request("one");
    expect(await set.hear(sealRecord(record))).toBe("accept");
    expect(await set.hear(sealRecord(record))).toBe("ignore");
    expect(set.registry.requests()).toHaveLength(1);
    expect(await set.read({ group: groupOf(record), id: record.cid })).toEqual(sealRecord(record));
  });

  it("is held against whoever passes it on when it is forged or no record", async () => {
    const { bytes } = await request("one");
    expect(await set.hear(sealEnvelope(FORGED, bytes))).toBe("reject");
    expect(await set.hear(Uint8Array.of(1, 2, 3))).toBe("reject");
    expect(set.registry.size).toBe(0);
  });

  it("is not kept when it is over, lasts too long, is of another network, or of somebody who is not admitted", async () => {
    const others = [
      await request("over", { expiresAt: clock.now() - HOUR_MS }),
      await request("long", { expiresAt: clock.now() + 40 * 24 * HOUR_MS }),
      await request("foreign", { net: (await request("x")).cid as string as NetworkId }),
      await request("banned", {}, banned),
    ];
    for (const record of others) expect(await set.hear(sealRecord(record))).toBe("ignore");
    expect(set.registry.size).toBe(0);
  });

  it("is bounded for each author", async () => {
    for (let number = 0; number < 300; number++) {
      const verdict = await set.hear(sealRecord(await request(`number ${number}`)));
      expect(verdict).toBe(number < 256 ? "accept" : "ignore");
    }
    expect(set.registry.requests()).toHaveLength(256);
    expect(set.items.size).toBe(256);
  });
});

describe("what a peer hands over", () => {
  it("is taken once, and makes no peer a liar when there is no room for it", async () => {
    const [good, late] = [await request("good"), await request("banned", {}, banned)];
    for (const record of [good, late]) {
      const place = { group: groupOf(record), id: record.cid };
      expect(await set.wants(place)).toBe(true);
      expect(await take(record)).toEqual({ kept: [record.cid], isForged: false });
      expect(await set.wants(place)).toBe(false);
    }
    expect(set.registry.requests().map(({ cid }) => cid)).toEqual([good.cid]);
  });

  it("is bounded for each author also within one answer", async () => {
    const records = await Promise.all(
      Array.from({ length: 260 }, (_, number) => request(`number ${number}`)),
    );
    const wanted = new Set<Cid>(records.map(({ cid }) => cid));
    await set.take(groupOf(records[0]!), records.map(sealRecord), wanted);
    expect(set.registry.size).toBe(256);
  });

  it("is forged when its signature, its group or its kind is wrong, or nobody asked for it", async () => {
    const record = await request("one");
    const other = await request("two");
    const kept = [
      await take(record, sealEnvelope(FORGED, record.bytes)),
      await take(record, sealRecord(record), groupOf(record) + 1),
      await take(record, sealRecord(other)),
      await take(record, Uint8Array.of(7)),
    ];
    expect(kept).toEqual(Array.from({ length: 4 }, () => ({ kept: [], isForged: true })));
    expect(set.registry.size).toBe(0);
  });

  it("is not wanted when its time is over or too far off", async () => {
    const { cid } = await request("one");
    const now = Math.floor(clock.now() / HOUR_MS);
    expect(await set.wants({ group: now - 1, id: cid })).toBe(false);
    expect(await set.wants({ group: now + 40 * 24, id: cid })).toBe(false);
    expect(await set.wants({ group: now + 1, id: cid })).toBe(true);
  });
});

describe("a withdrawal", () => {
  it("counts only from the author of what it withdraws, whichever of the two comes first", async () => {
    const record = await request("one");
    const head = { t: "icn/aid-withdrawal/1", net, via: null } as const;
    const word = { of: record.cid, expiresAt: record.body.expiresAt };
    const foreign = await signRecord(aidWithdrawalRecord, { ...head, ...word, by: banned.did }, banned);
    await set.post(foreign);
    await set.hear(sealRecord(record));
    expect(set.registry.requests()).toHaveLength(1);
    const own = await signRecord(aidWithdrawalRecord, { ...head, ...word, by: stranger.did }, stranger);
    expect(await set.hear(sealRecord(own))).toBe("accept");
    expect(set.registry.requests()).toEqual([]);
  });

  it("is forgotten together with what it withdraws", async () => {
    const record = await request("one");
    await set.hear(sealRecord(record));
    await clock.advance(2 * HOUR_MS);
    await set.sweep();
    expect([set.registry.size, set.items.size]).toEqual([0, 0]);
  });
});
