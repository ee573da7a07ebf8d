import { createLogger, parseLogLevels } from "@icn-mesh/core";
import { createHandClock } from "@icn-mesh/core/testing";
import type { GuardReply, GuardRequest } from "@icn-mesh/economics";
import { expect, it } from "vitest";
import { createGuardPeers } from "../../src/compose/guard-peers.ts";

const GUARD = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH" as const;
const WITNESS = { ask: { type: "witness", guard: GUARD }, proofs: [] } as unknown as GuardRequest;
const LEARN = { ask: { type: "learn" }, proofs: [] } as unknown as GuardRequest;

it("asks what a guard has of this one until that answers", async () => {
  const { clock, peers, asked } = aGuardThatAnswersAfter(3);
  const reply = peers.ask(GUARD as never, WITNESS);
  await clock.advance(1_000);
  expect(await reply).toEqual({ type: "witnessed", proofs: [] });
  expect(asked()).toBe(4);
});

it("does not wait for ever for a guard that is away", async () => {
  const { clock, peers, warnings } = aGuardThatAnswersAfter(Number.POSITIVE_INFINITY);
  const reply = peers.ask(GUARD as never, WITNESS).catch(String);
  await clock.advance(10_000);
  expect(await reply).toContain("silent");
  expect(warnings()).toBe(1);
});

it("asks everything else once", async () => {
  const { peers, asked } = aGuardThatAnswersAfter(1);
  await expect(peers.ask(GUARD as never, LEARN)).rejects.toThrow("silent");
  expect(asked()).toBe(1);
});

function aGuardThatAnswersAfter(silences: number) {
  const clock = createHandClock();
  let asked = 0;
  let warnings = 0;
  const guards = {
    async ask(): Promise<GuardReply> {
      asked += 1;
      if (asked <= silences) throw new Error("silent");
      return { type: "witnessed", proofs: [] };
    },
  };
  const sink = (): void => {
    warnings += 1;
  };
  const logger = createLogger({ component: "node", levels: parseLogLevels("warn"), sink, clock });
  return {
    clock,
    peers: createGuardPeers({ guards, clock, logger }),
    asked: () => asked,
    warnings: () => warnings,
  };
}
