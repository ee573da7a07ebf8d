import { access, mkdir } from "node:fs/promises";
import {
  type Constitution,
  constitutionRecord,
  createKeySigner,
  type Embedded,
  memberRecord,
  type NetworkId,
  type SignatureEngine,
  type Signed,
  type Signer,
  type Verifier,
} from "@icn-mesh/core";
import { openKeyFile, systemRng } from "@icn-mesh/core/node";
import { type Federation, openFederation } from "@icn-mesh/economics";
import type { NodeConfig } from "../config/node-config.ts";
import type { DataDirectory } from "../data/data-directory.ts";
import { NodeError } from "../errors.ts";
import { signDeposit } from "./deposit-letter.ts";
import { foundFederation } from "./found-federation.ts";
import { readRecordFile, writeRecordFile } from "./record-file.ts";

/** What it takes to know the federation of a node. */
export interface OwnFederationComponents {
  readonly data: DataDirectory;
  readonly engine: SignatureEngine;
  readonly verifier: Verifier;
  readonly signer: Signer;
  readonly passphrase: { readonly passphrase?: string };
}

/** The federation of a node and what it holds of the charter. */
export interface OwnFederation {
  readonly federation: Federation;
  readonly membership: Embedded | undefined;
}

/**
 * The federation that the configuration names, or else the one in the data directory, or else a new one of this node
 * alone. A data directory stays with its federation: throws `NODE_FEDERATION_FIXED` when another one is named later.
 */
export async function openOwnFederation(
  components: OwnFederationComponents,
  config: NodeConfig["federation"],
): Promise<OwnFederation> {
  const { data, verifier } = components;
  const kept = data.at("constitution");
  const genesis = await genesisOf(components, config, kept);
  if (!(await isThere(kept))) await writeRecordFile(genesis, kept);
  const federation = openFederation(genesis, verifier);
  return {
    federation,
    membership: await membershipIn(
      config.membership ?? data.at("membership"),
      config.membership !== undefined,
    ),
  };
}

async function genesisOf(
  components: OwnFederationComponents,
  config: NodeConfig["federation"],
  kept: string,
): Promise<Signed<Constitution>> {
  const named = config.constitution === undefined ? undefined : await constitutionIn(config.constitution);
  const known = (await isThere(kept)) ? await constitutionIn(kept) : undefined;
  if (named !== undefined && known !== undefined && named.cid !== known.cid) {
    const message = `${kept} is of another federation; a node of the other one needs a data directory of its own`;
    throw new NodeError(message, { code: "NODE_FEDERATION_FIXED", path: kept });
  }
  return named ?? known ?? foundAlone(components, config.initialMana);
}

async function foundAlone(
  { data, engine, signer, passphrase }: OwnFederationComponents,
  initialMana: number,
): Promise<Signed<Constitution>> {
  const charter = createKeySigner({
    engine,
    secretKey: await openKeyFile(data.at("keys", "charter"), passphrase),
  });
  const genesis = await foundFederation({ charter, guards: [signer.did] });
  const first = data.at("letters", "initial");
  // Written before the constitution is: who dies in between finds it there, and gives nothing twice.
  if (initialMana > 0 && !(await isThere(first))) {
    const net = genesis.cid as string as NetworkId;
    const terms = { net, account: signer.did, amount: BigInt(initialMana) };
    await mkdir(data.at("letters"), { recursive: true, mode: 0o700 });
    await writeRecordFile(await signDeposit({ charter, rng: systemRng }, terms), first);
  }
  return genesis;
}

/** The constitution in a file; throws `NODE_BAD_CONSTITUTION` where there is none. */
export async function constitutionIn(path: string): Promise<Signed<Constitution>> {
  const genesis = await readRecordFile(constitutionRecord, path).catch(unreadable(path));
  if (genesis !== undefined) return genesis;
  throw badConstitution(path, undefined);
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    throw badConstitution(path, cause);
  };
}

function badConstitution(path: string, cause: unknown): NodeError {
  const message = `${path} does not hold the constitution of a federation; get it from who founded it`;
  return new NodeError(message, { code: "NODE_BAD_CONSTITUTION", path }, { cause });
}

/** The membership in a file; undefined where there is no file, unless it was named. Throws `NODE_BAD_MEMBERSHIP`. */
export async function membershipIn(path: string, isNamed: boolean): Promise<Embedded | undefined> {
  if (!isNamed && !(await isThere(path))) return undefined;
  const member = await readRecordFile(memberRecord, path).catch(() => undefined);
  if (member !== undefined) return { body: member.bytes, sig: member.sig };
  const message = `${path} does not hold the word of a charter that somebody is a member`;
  throw new NodeError(message, { code: "NODE_BAD_MEMBERSHIP", path });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
