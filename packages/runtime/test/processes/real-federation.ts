import { Buffer } from "node:buffer";
import {
  constitutionRecord,
  createKeySigner,
  createVerifier,
  type Did,
  depositRecord,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { openFederation } from "@icn-mesh/economics";
import { sampleConstitution, sampleMember } from "@icn-mesh/economics/testing";
import type { NodeSetting, Orders } from "./node-words.ts";

/** A federation with one guard, as processes are told of it. */
export interface RealFederation {
  /** The signed constitution, in base64. */
  readonly constitution: string;
  /** What the charter signs, so that an account has something to begin with. */
  depositFor(account: Did): Promise<Orders["deposit"][0]>;
  /** What the charter signs, so that an account is a member. */
  memberFor(account: Did): Promise<NonNullable<NodeSetting["member"]>>;
}

/** What every account has to begin with. */
export const FUNDS = 100_000;

const engine = nodeCryptoEngine();

/** A federation of its own, with the rules of the samples and waits that a test can wait for. */
export async function createRealFederation(guard: Did, epochMs?: number): Promise<RealFederation> {
  const charter = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(7) });
  const sample = sampleConstitution(charter.did, [guard]);
  const mint = { ...sample.mint, ...(epochMs === undefined ? {} : { epochMs }) };
  const rules = { ...sample, graceMs: 5000, marginMs: 5000, mint };
  const signed = await signRecord(constitutionRecord, rules, charter);
  const { net } = openFederation(signed, createVerifier({ engine }));
  return {
    constitution: base64(sealRecord(signed)),
    async depositFor(account) {
      const head = { t: "icn/deposit/1", net, by: charter.did, via: null, account, unit: "mana" } as const;
      const nonce = Buffer.from(account).subarray(-8);
      const body = { ...head, amount: BigInt(FUNDS), nonce, reason: "to begin with" };
      const { bytes, sig } = await signRecord(depositRecord, body, charter);
      return { body: base64(bytes), sig: base64(sig) };
    },
    async memberFor(account) {
      const federation = openFederation(signed, createVerifier({ engine }));
      const { body, sig } = await sampleMember(federation, account, charter);
      return { body: base64(body), sig: base64(sig) };
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
