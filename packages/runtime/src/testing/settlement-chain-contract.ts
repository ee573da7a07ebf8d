import { type Cid, cidOf, type Did, type NetworkId } from "@icn-mesh/core";
import { assertEqual, assertThat, type Contract, sampleDid } from "@icn-mesh/core/testing";
import type { ChainReceipt, ChainSettlement, SettlementChain } from "../ports/settlement-chain.ts";

/** A chain to be held against the contract, with what the test has to be able to do to it. */
export interface SettlementChainSubject {
  readonly chain: SettlementChain;
  /** Lets the chain go on until everything that it was handed is final. */
  finish(): Promise<void>;
  /** Puts what it was handed into a block, which is not final yet. */
  include(): Promise<void>;
  /** Undoes every block that is not final. */
  fork(): Promise<void>;
  /** Lets nobody reach it, or everybody again. */
  setReachable(isReachable: boolean): void;
  /** What the chain says that somebody was paid. */
  paidTo(account: Did, unit: string): Promise<bigint>;
}

const { signal } = new AbortController();
const net = cidOf(Uint8Array.of(0xa0)) as string as NetworkId;
const payee = sampleDid(7);

/** All that a `SettlementChain` promises. */
export const settlementChainContract: Contract<SettlementChainSubject> = [
  {
    promise: "knows nothing of what it was not handed",
    async check({ chain }) {
      assertEqual(await chain.receiptOf(idAt(1), { signal }), { status: "unknown" }, "receipt");
    },
  },
  {
    promise: "calls each settlement by a name of its own, always the same",
    check({ chain }) {
      const ids = Array.from({ length: 200 }, (_, index) => idAt(index));
      const names = ids.map((id) => chain.idOf(id));
      assertEqual(new Set(names).size, ids.length, "different names");
      assertEqual(
        ids.map((id) => chain.idOf(id)),
        names,
        "names asked again",
      );
    },
  },
  {
    promise: "makes what it was handed final, in a transaction and a block",
    async check(subject) {
      const transaction = await subject.chain.submit(settlementAt(1), { signal });
      await subject.include();
      const pending = await receiptOf(subject, 1);
      assertEqual(pending.status, "pending", "status in the first block");
      await subject.finish();
      const receipt = await receiptOf(subject, 1);
      assertThat(receipt.status === "final", `expected final, got ${receipt.status}`);
      assertEqual(receipt.transaction, transaction, "transaction");
    },
  },
  {
    promise: "counts a settlement once, however often it is handed it",
    async check(subject) {
      const { chain } = subject;
      await Promise.all([1, 1, 1].map((each) => chain.submit(settlementAt(each), { signal })));
      await subject.include();
      await chain.submit(settlementAt(1), { signal });
      await subject.finish();
      await chain.submit(settlementAt(1), { signal });
      await subject.finish();
      assertEqual(await subject.paidTo(payee, "mana"), 10n, "paid");
    },
  },
  {
    promise: "keeps settlements apart",
    async check(subject) {
      await subject.chain.submit(settlementAt(1), { signal });
      await subject.finish();
      await subject.chain.submit(settlementAt(2, 5n), { signal });
      assertEqual((await receiptOf(subject, 3)).status, "unknown", "status of a third");
      await subject.finish();
      const statuses = [await receiptOf(subject, 1), await receiptOf(subject, 2)].map(({ status }) => status);
      assertEqual(statuses, ["final", "final"], "statuses");
      assertEqual(await subject.paidTo(payee, "mana"), 15n, "paid");
    },
  },
  {
    promise: "pays every amount to the last digit",
    async check(subject) {
      const largest = 2n ** 63n - 1n;
      await subject.chain.submit(settlementAt(1, largest), { signal });
      await subject.finish();
      assertEqual(await subject.paidTo(payee, "mana"), largest, "paid");
    },
  },
  {
    promise: "rejects while it cannot be reached, and then takes what it is handed again, once",
    async check(subject) {
      subject.setReachable(false);
      await assertRejects(() => subject.chain.submit(settlementAt(1), { signal }));
      await assertRejects(() => subject.chain.receiptOf(idAt(1), { signal }));
      subject.setReachable(true);
      await subject.chain.submit(settlementAt(1), { signal });
      await subject.finish();
      assertEqual(await subject.paidTo(payee, "mana"), 10n, "paid");
    },
  },
  {
    promise: "may undo what is not final, and takes it once when it is handed it again",
    async check(subject) {
      await subject.chain.submit(settlementAt(1), { signal });
      await subject.include();
      await subject.fork();
      assertThat((await receiptOf(subject, 1)).status !== "final", "final in a block that was undone");
      await subject.chain.submit(settlementAt(1), { signal });
      await subject.finish();
      assertEqual((await receiptOf(subject, 1)).status, "final", "status");
      assertEqual(await subject.paidTo(payee, "mana"), 10n, "paid");
    },
  },
  {
    promise: "never undoes what is final",
    async check(subject) {
      await subject.chain.submit(settlementAt(1), { signal });
      await subject.finish();
      const before = await receiptOf(subject, 1);
      await subject.fork();
      assertEqual(await receiptOf(subject, 1), before, "receipt");
      assertEqual(await subject.paidTo(payee, "mana"), 10n, "paid");
    },
  },
];

function idAt(index: number): Cid {
  return cidOf(new TextEncoder().encode(`assignment ${index}`), "raw");
}

function settlementAt(index: number, amount = 10n): ChainSettlement {
  const credits = [{ to: payee, amount }];
  const slot = `settlement ${index}`;
  return { id: idAt(index), net, settlement: { type: "pay", slot, unit: "mana", taken: amount, credits } };
}

function receiptOf({ chain }: SettlementChainSubject, index: number): Promise<ChainReceipt> {
  return chain.receiptOf(idAt(index), { signal });
}

/** How it fails is for each chain to say. */
async function assertRejects(ask: () => Promise<unknown>): Promise<void> {
  const isRejected = await ask().then(
    () => false,
    () => true,
  );
  assertThat(isRejected, "a chain that cannot be reached has answered");
}
