import { type Client, createClient } from "@icn-mesh/client";
import { createKeySigner, type Signer } from "@icn-mesh/core";
import type { CommandCall } from "../command-line/command-run.ts";
import { usage } from "../errors.ts";

const USUAL_URL = "http://127.0.0.1:7845";

/** A client of the node that a call is about, which is known there by an API key or by the key of an account. */
export async function nodeClient({ options, terminal: { env } }: CommandCall): Promise<Client> {
  const url = options.text("url") ?? env["ICN_MESH_URL"] ?? USUAL_URL;
  if (!URL.canParse(url)) throw usage(`--url takes the address of a node, such as ${USUAL_URL}, not ${url}`);
  const apiKey = env["ICN_MESH_API_KEY"];
  if (apiKey) return createClient({ url, apiKey });
  const file = options.text("sign-with");
  return createClient({ url, ...(file !== undefined && { signer: await signerIn(file, env) }) });
}

async function signerIn(file: string, env: Readonly<Record<string, string | undefined>>): Promise<Signer> {
  const { bestEngine, openKeyFile } = await import("@icn-mesh/core/node");
  const passphrase = env["ICN_MESH_KEYS_PASSPHRASE"];
  const secretKey = await openKeyFile(file, { createIfMissing: false, ...(passphrase && { passphrase }) });
  return createKeySigner({ engine: bestEngine(), secretKey });
}
