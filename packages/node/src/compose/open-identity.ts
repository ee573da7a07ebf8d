import { readFile } from "node:fs/promises";
import {
  createKeySigner,
  createRememberingVerifier,
  createVerifier,
  type SignatureEngine,
  type Signer,
  type Verifier,
} from "@icn-mesh/core";
import { bestEngine, type KeyFileOptions, openKeyFile } from "@icn-mesh/core/node";
import type { NodeConfig } from "../config/node-config.ts";
import { codeOf } from "../data/code-of.ts";
import type { DataDirectory } from "../data/data-directory.ts";
import { NodeError } from "../errors.ts";

/** Who a node is, and what its key files open with. */
export interface Identity {
  readonly engine: SignatureEngine;
  readonly secretKey: Uint8Array;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly passphrase: { readonly passphrase?: string };
}

/** The key in the data directory, which is made on first use unless that is not wanted. */
export async function openIdentity(
  data: DataDirectory,
  keys: NodeConfig["keys"],
  options: Pick<KeyFileOptions, "createIfMissing"> = {},
): Promise<Identity> {
  const engine = bestEngine();
  const passphrase = await passphraseOf(keys);
  const secretKey = await openKeyFile(data.at("keys", "node"), { ...options, ...passphrase });
  const signer = createKeySigner({ engine, secretKey });
  const verifier = createRememberingVerifier(createVerifier({ engine }));
  return { engine, secretKey, signer, verifier, passphrase };
}

async function passphraseOf({
  passphrase,
  passphraseFile: path,
}: NodeConfig["keys"]): Promise<Identity["passphrase"]> {
  if (passphrase !== undefined) return { passphrase };
  if (path === undefined) return {};
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const message = `the passphrase file ${path} cannot be read: ${codeOf(cause)}`;
    throw new NodeError(message, { code: "NODE_BAD_CONFIG", problems: [message] }, { cause });
  });
  return { passphrase: text.split(/\r?\n/)[0] ?? "" };
}
