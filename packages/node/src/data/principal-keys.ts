import { hkdfSync } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { createKeySigner, type SignatureEngine, type Signer, sha256 } from "@icn-mesh/core";
import type { KeyStore } from "@icn-mesh/runtime";
import { codeOf } from "./code-of.ts";

/** What the keys of principals are made of. */
export interface PrincipalKeysComponents {
  readonly engine: SignatureEngine;
  /** The secret key of the node. */
  readonly secretKey: Uint8Array;
  /** The file of the names, which holds no secret. */
  readonly path: string;
}

/**
 * The keys of those who use a node and have none of their own. They follow from the node's key and their names, so
 * that a backup of the node's key is a backup of all of them.
 */
export async function openPrincipalKeys(components: PrincipalKeysComponents): Promise<KeyStore> {
  const { path } = components;
  const signers = new Map<string, Promise<Signer>>();
  for (const name of await namesIn(path)) signers.set(name, Promise.resolve(signerOf(components, name)));
  let written: Promise<void> = Promise.resolve();

  async function add(name: string): Promise<Signer> {
    const before = written;
    written = before.catch(() => undefined).then(() => append(path, name));
    await written;
    return signerOf(components, name);
  }

  return {
    signerFor(name) {
      const known = signers.get(name);
      if (known !== undefined) return known;
      const made = add(name);
      signers.set(name, made);
      // What could not be written is made again when it is asked for again.
      made.catch(() => signers.delete(name));
      return made;
    },
    signers: () => Promise.all(signers.values()),
  };
}

function signerOf({ engine, secretKey }: PrincipalKeysComponents, name: string): Signer {
  const info = `icn-mesh/principal/1/${name}`;
  return createKeySigner({
    engine,
    secretKey: new Uint8Array(hkdfSync("sha256", secretKey, "", digest(info), 32)),
  });
}

/** HKDF takes no more than 1 KiB of it. */
function digest(info: string): Uint8Array {
  return sha256(new TextEncoder().encode(info));
}

async function namesIn(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").flatMap(nameIn);
}

/** A line that is not whole was being written when the machine went down, and nobody was told of its name. */
function nameIn(line: string): readonly string[] {
  try {
    return [String(JSON.parse(line))];
  } catch {
    return [];
  }
}

async function append(path: string, name: string): Promise<void> {
  const file = await open(path, "a", 0o600);
  try {
    await file.appendFile(`\n${JSON.stringify(name)}`);
    await file.sync();
  } finally {
    await file.close();
  }
}
