import {
  type Cid,
  type Constitution,
  type Did,
  type NetworkId,
  type Signed,
  type Unit,
  type Verifier,
  verifySigned,
} from "@icn-mesh/core";
import { EconomicsError } from "./errors.ts";

/** The unit that regenerates. Every other unit of a constitution is a token. */
export const MANA = "mana";

/** The rules of one federation, as everything else here asks for them. */
export interface Federation {
  /** The CID of the genesis constitution. */
  readonly net: NetworkId;
  readonly constitution: Constitution;
  readonly quorum: number;
  isGuard(did: Did): boolean;
  isCharter(did: Did): boolean;
  unit(name: string): Unit | undefined;
  /** The epoch of mana in which a moment lies. */
  epochAt(ms: number): number;
}

/**
 * A federation by its genesis constitution. Throws `ECONOMICS_BAD_CONSTITUTION` if its own charter has not signed it,
 * if it is no genesis, or if some price would be split into more than itself.
 */
export function openFederation(genesis: Signed<Constitution>, verifier: Verifier): Federation {
  const { body } = genesis;
  if (!verifySigned(genesis, verifier).ok) throw badConstitution("its signature does not hold");
  if (!body.charter.includes(body.by)) throw badConstitution("it is not signed by its charter");
  return federationOf(body, genesis.cid);
}

/** A federation by a constitution that somebody else has verified. */
export function federationOf(constitution: Constitution, genesis: Cid): Federation {
  assertGenesis(constitution);
  const guards = new Set(constitution.guards);
  const charter = new Set(constitution.charter);
  const units = new Map(constitution.units.map((unit) => [unit.name, unit]));
  const { epochMs } = constitution.mint;
  return {
    net: genesis as string as NetworkId,
    constitution,
    quorum: constitution.quorum,
    isGuard: (did) => guards.has(did),
    isCharter: (did) => charter.has(did),
    unit: (name) => units.get(name),
    epochAt: (ms) => Math.floor(ms / epochMs),
  };
}

function assertGenesis({ net, epoch, prev, units, mint, feeBp, guards, quorum }: Constitution): void {
  if (2 * quorum <= guards.length) throw badConstitution("two quorums need not share a guard");
  if (net !== null || epoch !== 0 || prev !== null)
    throw badConstitution("it is not the genesis of a federation");
  if (mint.epochMs === 0) throw badConstitution("an epoch takes no time");
  if (new Set(units.map(({ name }) => name)).size < units.length)
    throw badConstitution("two units have one name");
  for (const unit of units) {
    const taken = unit.split.reduce((sum, { bp }) => sum + bp, burnBpOf(unit, feeBp));
    if (taken > 10_000) throw badConstitution(`a price in ${unit.name} is split into more than itself`);
  }
}

/** The share of a price that is burned: the unit's own, and of mana the fee besides. */
export function burnBpOf({ name, burnBp }: Unit, feeBp: number): number {
  return name === MANA ? burnBp + feeBp : burnBp;
}

function badConstitution(reason: string): EconomicsError {
  return new EconomicsError(`not a constitution to live by: ${reason}`, {
    code: "ECONOMICS_BAD_CONSTITUTION",
    reason,
  });
}
