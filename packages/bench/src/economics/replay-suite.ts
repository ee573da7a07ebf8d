import { cidOf, type Operation, operationRecord } from "@icn-mesh/core";
import { bestEngine, systemClock } from "@icn-mesh/core/node";
import { createLedger, type Federation, type MoneyFact, replay } from "@icn-mesh/economics";
import { createSampleEconomy } from "@icn-mesh/economics/testing";
import { type BenchRow, sideBySide } from "../side-by-side.ts";

const MANY = 100_000;
const PARTS = 10;

/** Ten ledgers of a tenth of the operations, and one ledger of all of them: the same work, if replay is linear. */
export async function replaySuite(): Promise<readonly BenchRow[]> {
  const economy = await createSampleEconomy({ engine: bestEngine(), clock: systemClock });
  const { federation } = economy;
  const account = economy.signer(1).did;
  const facts = chainOf(federation, account, MANY);
  const part = facts.slice(0, MANY / PARTS);
  return sideBySide({
    operation: `replay ${MANY} operations`,
    contenders: [
      { name: "in ten ledgers", run: () => Array.from({ length: PARTS }, () => replayed(federation, part)) },
      { name: "in one ledger", run: () => replayed(federation, facts), wanted: 1.25 },
    ],
  });
}

function replayed(federation: Federation, facts: readonly MoneyFact[]): bigint {
  const ledger = createLedger(federation);
  if (replay(ledger, facts).length > 0) throw new Error("not all operations were placed");
  return ledger.totals("mana").minted;
}

/** Every operation regenerates a little and burns a little. */
function chainOf(federation: Federation, by: Operation["by"], length: number): readonly MoneyFact[] {
  const facts: MoneyFact[] = [];
  let prev: Operation["prev"] = null;
  for (let seq = 0; seq < length; seq++) {
    const body: Operation = {
      t: "icn/op/1",
      net: federation.net,
      by,
      via: null,
      seq,
      prev,
      do: [
        { type: "regenerate", epoch: seq },
        { type: "burn", unit: "mana", amount: 10n },
      ],
    };
    prev = cidOf(operationRecord.codec.encode(body));
    facts.push({ type: "operation", cid: prev, body });
  }
  return facts;
}
