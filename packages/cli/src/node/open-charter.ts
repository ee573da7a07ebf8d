import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { constitutionRecord, createKeySigner, type NetworkId, type Signer } from "@icn-mesh/core";
import { bestEngine, openKeyFile } from "@icn-mesh/core/node";
import { parseRecord } from "@icn-mesh/node";
import { CliError } from "../errors.ts";

/** The key of a charter, and the federation that it speaks for. */
export interface OpenCharter {
  readonly net: NetworkId;
  readonly charter: Signer;
}

/** What `federation create` has made in a directory. */
export async function openCharter(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OpenCharter> {
  const passphrase = env["ICN_MESH_KEYS_PASSPHRASE"];
  const net = await netOf(resolve(directory, "constitution"));
  const secretKey = await openKeyFile(join(directory, "charter"), {
    createIfMissing: false,
    ...(passphrase && { passphrase }),
  });
  return { net, charter: createKeySigner({ engine: bestEngine(), secretKey }) };
}

async function netOf(path: string): Promise<NetworkId> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new CliError(
      `${path} cannot be read; name the directory that federation create has made`,
      { code: "CLI_FILE", path },
      { cause },
    );
  });
  const genesis = parseRecord(constitutionRecord, text);
  if (genesis === undefined) throw new CliError(`${path} holds no constitution`, { code: "CLI_FILE", path });
  return genesis.cid as string as NetworkId;
}
