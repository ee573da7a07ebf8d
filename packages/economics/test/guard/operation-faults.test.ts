import {
  type Action,
  type Constitution,
  certificateCodec,
  cidOf,
  createKeySigner,
  type JobId,
  type Operation,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { sampleMember } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { openWorld, operation, totals, type World, wordsOf } from "./world.ts";

interface Fault {
  readonly what: string;
  readonly code: string;
  readonly changes: (world: World) => Partial<Operation>;
  readonly constitution?: Partial<Constitution>;
}

const one = (action: Action): Partial<Operation> => ({ do: [action] });
const transfer = (world: World, amount: bigint, unit = "mana"): Action => ({
  type: "transfer",
  to: world.executor.did,
  unit,
  amount,
});

const faults: readonly Fault[] = [
  {
    what: "a transfer of nothing",
    code: "ECONOMICS_BAD_AMOUNT",
    changes: (world) => one(transfer(world, 0n)),
  },
  {
    what: "a transfer of more than was earned",
    code: "ECONOMICS_INSUFFICIENT",
    changes: (world) => one(transfer(world, 901n)),
  },
  {
    what: "two transfers that are too much together",
    code: "ECONOMICS_INSUFFICIENT",
    changes: (world) => ({ do: [transfer(world, 500n), transfer(world, 500n)] }),
  },
  {
    what: "a unit that does not exist",
    code: "ECONOMICS_WRONG_UNIT",
    changes: (world) => one(transfer(world, 1n, "gold")),
  },
  {
    what: "a unit that the account does not have",
    code: "ECONOMICS_INSUFFICIENT",
    changes: (world) => one(transfer(world, 1n, "credit")),
  },
  {
    what: "a second hold for the same job",
    code: "ECONOMICS_JOB_HELD",
    changes: ({ held }) => one({ type: "hold", job: held.job.cid, unit: "mana", amount: 10n, expiresAt: 1 }),
  },
  {
    what: "taking in a credit for the second time",
    code: "ECONOMICS_CREDIT_CONSUMED",
    changes: ({ economy, creator }) => {
      const [consumed] = economy.guards[0]?.current.ledger.account(creator.account)?.consumed ?? [];
      return one({ type: "receive", slot: consumed?.slice(0, -2) ?? "", index: 0 });
    },
  },
  {
    what: "taking in a credit that nobody made",
    code: "ECONOMICS_BEHIND",
    changes: () => one({ type: "receive", slot: "none", index: 0 }),
  },
  {
    what: "regenerating without being shown to be a member",
    code: "ECONOMICS_NOT_MEMBER",
    changes: ({ economy, clock }) =>
      one({ type: "regenerate", epoch: economy.federation.epochAt(clock.now()) }),
  },
  {
    what: "a hold below the least budget",
    code: "ECONOMICS_BELOW_MIN_BUDGET",
    constitution: { minBudget: 50n },
    changes: ({ economy }) =>
      one({
        type: "hold",
        job: cidOf(new Uint8Array(1)) as string as JobId,
        unit: economy.federation.constitution.units[0]!.name,
        amount: 49n,
        expiresAt: 1,
      }),
  },
  {
    what: "another network",
    code: "ECONOMICS_FOREIGN",
    changes: (world) => ({ ...one(transfer(world, 1n)), net: world.held.job.cid as never }),
  },
  {
    what: "a number that was used before",
    code: "ECONOMICS_SLOT_TAKEN",
    changes: (world) => ({ ...one(transfer(world, 1n)), seq: 0, prev: null }),
  },
  {
    what: "a number that is too high",
    code: "ECONOMICS_BEHIND",
    changes: (world) => ({ ...one(transfer(world, 1n)), seq: 9 }),
  },
  {
    what: "another operation before it",
    code: "ECONOMICS_STALE",
    changes: (world) => ({ ...one(transfer(world, 1n)), prev: world.held.job.cid as never }),
  },
];

describe("an operation", () => {
  it.each(faults)(
    "with $what is refused as $code, and nothing moves",
    async ({ code, changes, constitution = {} }) => {
      const world = await openWorld({ changes: constitution });
      const before = totals(world);
      const ask = await operation(world, world.creatorKey, changes(world));
      expect(wordsOf(await world.economy.askAll(ask, world.creatorKey.did))).toEqual([code]);
      expect(totals(world)).toBe(before);
    },
  );

  it("with a signature of somebody else is refused", async () => {
    const world = await openWorld();
    const ask = await operation(world, world.creatorKey, one(transfer(world, 1n)));
    if (ask.type === "operation") ask.operation.sig = ask.operation.sig.map((byte) => byte ^ 1);
    expect(wordsOf(await world.economy.askAll(ask, world.creatorKey.did))).toEqual([
      "ECONOMICS_BAD_SIGNATURE",
    ]);
  });

  it("that is asked for again gets the same vote", async () => {
    const world = await openWorld();
    const ask = await operation(world, world.creatorKey, one(transfer(world, 1n)));
    const first = await world.economy.askAll(ask, world.creatorKey.did);
    await world.economy.guards[0]?.restart();
    const second = await world.economy.askAll(ask, world.creatorKey.did);
    expect(wordsOf(first)).toEqual(["vote"]);
    expect(second).toEqual(first);
  });

  it("of 1 000 accounts that nobody knows claims nothing and leaves nothing behind", async () => {
    const world = await openWorld();
    const before = totals(world);
    const blocks = world.economy.guards[0]?.disk.blocks.size;
    const epoch = world.economy.federation.epochAt(world.clock.now());
    const words = new Set<string>();
    const engine = nodeCryptoEngine();
    for (let number = 0; number < 1000; number++) {
      const key = createKeySigner({ engine, secretKey: secretOf(number) });
      const ask = await operation(world, key, { do: [{ type: "regenerate", epoch: epoch - (number % 7) }] });
      for (const word of wordsOf(await world.economy.askAll(ask, key.did))) words.add(word);
    }
    expect([...words]).toEqual(["ECONOMICS_NOT_MEMBER"]);
    expect(world.economy.guards[0]?.disk.blocks.size).toBe(blocks);
    expect(totals(world)).toBe(before);
  });
});

describe("an account that nobody knows", () => {
  it("cannot spend what it does not have", async () => {
    const world = await openWorld();
    const ask = await operation(world, world.stranger, one({ type: "burn", unit: "mana", amount: 1n }));
    expect(wordsOf(await world.economy.askAll(ask, world.stranger.did))).toEqual([
      "ECONOMICS_UNKNOWN_ACCOUNT",
    ]);
  });

  it("cannot take in what was paid to somebody else", async () => {
    const world = await openWorld();
    const { economy, creator, stranger } = world;
    const proof = await economy.deposit(creator.account, { nonce: new Uint8Array(8).fill(5) });
    const { slot } = certificateCodec.parse(proof.certificate);
    const ask = await operation(world, stranger, one({ type: "receive", slot, index: 0 }));
    expect(wordsOf(await economy.askAll(ask, stranger.did))).toEqual(["ECONOMICS_NOT_PAYEE"]);
  });
});

describe("a member", () => {
  it.each([
    { epoch: -2, what: "the one before the last", code: "ECONOMICS_WRONG_EPOCH" },
    { epoch: 1, what: "the next one", code: "ECONOMICS_NOT_YET" },
    { epoch: -1, what: "the last one", code: "vote" },
    { epoch: 0, what: "the current one", code: "vote" },
  ])("that claims $what is answered $code", async ({ epoch, code }) => {
    const world = await openWorld();
    const { economy, creatorKey, clock } = world;
    const claim = one({ type: "regenerate", epoch: economy.federation.epochAt(clock.now()) + epoch });
    const ask = await operation(world, creatorKey, claim);
    const members = [await sampleMember(economy.federation, creatorKey.did, economy.charter)];
    const asked = ask.type === "operation" ? { ...ask, members } : ask;
    expect(wordsOf(await economy.askAll(asked, creatorKey.did))).toEqual([code]);
  });

  it("that somebody else than the charter has admitted does not regenerate", async () => {
    const world = await openWorld();
    const { economy, creatorKey, stranger, clock } = world;
    const claim = one({ type: "regenerate", epoch: economy.federation.epochAt(clock.now()) });
    const ask = await operation(world, creatorKey, claim);
    const members = [await sampleMember(economy.federation, creatorKey.did, stranger)];
    const asked = ask.type === "operation" ? { ...ask, members } : ask;
    expect(wordsOf(await economy.askAll(asked, creatorKey.did))).toEqual(["ECONOMICS_NOT_CHARTER"]);
  });
});

function secretOf(number: number): Uint8Array {
  const secret = new Uint8Array(32).fill(77);
  new DataView(secret.buffer).setUint32(0, number);
  return secret;
}

describe("an amount on the wire", () => {
  it.each([-1n, 2n ** 63n, 2n ** 64n])("of %s cannot be encoded, so that nobody signs it", async (amount) => {
    const world = await openWorld();
    await expect(operation(world, world.creatorKey, one(transfer(world, amount)))).rejects.toMatchObject({
      code: "CORE_CANNOT_ENCODE",
    });
  });
});
