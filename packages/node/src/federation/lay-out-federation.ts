import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createKeySigner, type Did, type NetworkId } from "@icn-mesh/core";
import { bestEngine, openKeyFile, systemClock, systemRng } from "@icn-mesh/core/node";
import type { FederationRules } from "./constitution-rules.ts";
import { signDeposit } from "./deposit-letter.ts";
import { foundFederation } from "./found-federation.ts";
import { writeRecordFile } from "./record-file.ts";
import { signMembership } from "./sign-membership.ts";

/** The nodes of a new federation on one machine. */
export interface FederationPlan {
  /** Holds a directory for each node, and the key of the charter. */
  readonly root: string;
  readonly names: readonly string[];
  /** How many of them guard, the first ones; 1 when not given. */
  readonly guards?: number;
  /** What each has to begin with. */
  readonly mana: bigint;
  readonly rules?: Partial<FederationRules>;
}

/** A node whose data directory is laid out. */
export interface LaidOutNode {
  readonly name: string;
  readonly did: Did;
  readonly data: string;
}

const YEAR_MS = 365 * 86_400_000;

/** Makes keys, a constitution, memberships of a year and deposits for a federation, in data directories that nodes can be started in. */
export async function layOutFederation(
  plan: FederationPlan,
): Promise<{ readonly net: NetworkId; readonly nodes: readonly LaidOutNode[] }> {
  const { names, guards = 1, mana, rules = {} } = plan;
  const root = resolve(plan.root);
  const engine = bestEngine();
  const signerIn = async (path: string) => createKeySigner({ engine, secretKey: await openKeyFile(path) });
  const charter = await signerIn(join(root, "charter"));
  const nodes: LaidOutNode[] = [];
  for (const name of names) {
    const data = join(root, name);
    nodes.push({ name, data, did: (await signerIn(join(data, "keys", "node"))).did });
  }
  const genesis = await foundFederation({
    charter,
    guards: nodes.slice(0, guards).map(({ did }) => did),
    rules,
  });
  const net = genesis.cid as string as NetworkId;
  for (const { data, did } of nodes) {
    await writeRecordFile(genesis, join(data, "constitution"));
    const member = await signMembership(charter, {
      net,
      account: did,
      notAfter: systemClock.now() + YEAR_MS,
    });
    await writeRecordFile(member, join(data, "membership"));
    await mkdir(join(data, "letters"), { mode: 0o700 });
    const deposit = await signDeposit({ charter, rng: systemRng }, { net, account: did, amount: mana });
    await writeRecordFile(deposit, join(data, "letters", "initial"));
  }
  return { net, nodes };
}
