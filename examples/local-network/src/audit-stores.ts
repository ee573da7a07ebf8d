import { scrub } from "@icn-mesh/dag";
import { audit } from "@icn-mesh/economics";
import { nodeConfigSchema, openStopped, readConfig, type StoppedNode } from "@icn-mesh/node";

/** What the stores of a federation amount to. */
export interface StoresAudit {
  /** True where the ledger of the guard keeps every promise: no mana is made, lost or spent twice. */
  readonly conserved: boolean;
  /** What is wrong with blocks, in words. */
  readonly wrong: readonly string[];
}

/** Reads every block of stopped nodes again, and audits the ledger of those that guard. */
export async function auditStores(directories: readonly string[]): Promise<StoresAudit> {
  const wrong: string[] = [];
  let conserved = false;
  for (const data of directories) {
    const found = await auditStore(data).catch((error: unknown) => ({
      blocks: [`${data}: ${error}`],
      ledger: null,
    }));
    wrong.push(...found.blocks);
    conserved = found.ledger ?? conserved;
  }
  return { conserved, wrong };
}

async function auditStore(
  data: string,
): Promise<{ readonly blocks: readonly string[]; readonly ledger: boolean | null }> {
  const read = readConfig(nodeConfigSchema, { flags: { data, log: "off" } });
  if (!read.ok) return { blocks: read.problems, ledger: null };
  const node = await openStopped(read.config);
  try {
    const { findings } = await scrub(node.storage);
    return {
      blocks: findings.map((each) => `${data}: ${JSON.stringify(each)}`),
      ledger: await ledgerOf(node),
    };
  } finally {
    await node.close();
  }
}

/** Null where the node is no guard. */
async function ledgerOf(node: StoppedNode): Promise<boolean | null> {
  if (!node.federation.isGuard(node.signer.did)) return null;
  const { findings, missing } = await audit(node);
  return findings.length === 0 && missing.length === 0;
}
