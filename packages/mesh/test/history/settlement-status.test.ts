import type { Settlement } from "@icn-mesh/core";
import { type CertifiedMoney, type LifecycleState, settlementOf, submitted } from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";
import { someCid } from "../job-samples.ts";
import { signaturePlan } from "../lifecycle/plans.ts";

const completed: LifecycleState = { status: "Completed", receipts: [someCid(9)], tried: [] };
const lost: LifecycleState = { status: "Failed", reason: "lost", tried: [] };
const cancelled: LifecycleState = { status: "Cancelled", tried: [] };
const running = submitted(signaturePlan);

const paid = { type: "pay", taken: 40n } as const;
const failed = { type: "fail", taken: 4n } as const;
const free = { type: "fail", taken: 0n } as const;
const split = { type: "split", taken: 15n } as const;
const lapsed = { type: "lapse", taken: 0n } as const;

type Settled = Pick<Settlement, "type" | "taken">;

const money = (isClosed: boolean, ...settled: readonly (Settled | null)[]): CertifiedMoney => ({
  isHeld: true,
  isClosed,
  assignments: new Map(settled.map((settlement, at) => [someCid(at), settlement])),
});

describe("the money of a job", () => {
  it.each<[string, LifecycleState, CertifiedMoney]>([
    ["none", lost, { ...money(false), isHeld: false }],
    ["pending", running, money(false)],
    ["pending", running, money(false, paid)],
    ["pending", completed, money(false, null)],
    ["pending", completed, money(false, paid, null)],
    ["paid", completed, money(false, paid)],
    ["paid", completed, money(true, lapsed, split, paid)],
    ["split", lost, money(false, split)],
    ["split", cancelled, money(true, lapsed, split)],
    ["pending", lost, money(false, lapsed)],
    ["refunded", lost, money(true, lapsed)],
    ["split", lost, money(true, failed)],
    ["refunded", lost, money(true, free)],
    ["refunded", cancelled, money(true)],
  ])("is %s (%#)", (status, state, certified) => {
    expect(settlementOf({ state }, certified)).toBe(status);
  });
});
