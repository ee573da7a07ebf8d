import { join } from "node:path";
import {
  constitutionRecord,
  createKeySigner,
  type Did,
  type NetworkId,
  type RecordBody,
  type Signed,
} from "@icn-mesh/core";
import { bestEngine, openKeyFile, systemClock, systemRng } from "@icn-mesh/core/node";
import {
  type Node,
  nodeConfigSchema,
  printRecord,
  readConfig,
  readRecordFile,
  signDeposit,
  signMembership,
  startNode,
} from "@icn-mesh/node";

const DAY_MS = 86_400_000;

/** Starts a node that founds a federation of its own, unless the settings name one, and knows some others. */
export async function aNode(
  data: string,
  others: readonly Node[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Node> {
  const read = readConfig(nodeConfigSchema, {
    flags: {
      data,
      log: "error",
      "network.listen": "/ip4/127.0.0.1/tcp/0",
      "network.allowPrivateAddresses": "true",
      "network.table": "off",
      "network.bootstrap": others.flatMap(({ network }) => network.addresses()).join(),
      "executor.processes": "1",
      ...settings,
    },
  });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return startNode(read.config);
}

/** What the charter in a data directory hands to somebody who is to join: letters, which travel by mail or otherwise. */
export async function invite(data: string, account: Did): Promise<readonly string[]> {
  const secretKey = await openKeyFile(join(data, "keys", "charter"));
  const charter = createKeySigner({ engine: bestEngine(), secretKey });
  const genesis = await readRecordFile(constitutionRecord, join(data, "constitution"));
  if (genesis === undefined) throw new Error(`no federation was founded in ${data}`);
  const net = genesis.cid as string as NetworkId;
  const terms = { net, account, notAfter: systemClock.now() + DAY_MS };
  const letters: readonly Signed<RecordBody>[] = [
    genesis,
    await signMembership(charter, terms),
    await signDeposit({ charter, rng: systemRng }, { net, account, amount: 100n }),
  ];
  return letters.map(printRecord);
}
