import {
  type Constitution,
  constitutionRecord,
  type Deposit,
  type Did,
  depositRecord,
  type Embedded,
  memberRecord,
  type NetworkId,
  type Signed,
} from "@icn-mesh/core";
import { parseRecord } from "./record-file.ts";

/** What a charter hands to somebody who is to join its federation. */
export interface Joining {
  readonly genesis: Signed<Constitution>;
  readonly membership: Embedded | undefined;
  readonly deposits: readonly Signed<Deposit>[];
}

/** Why records are not what a federation is joined with. */
export interface NotJoinable {
  readonly code: "NODE_NOT_JOINABLE";
  readonly reason: string;
}

/** What was handed in, or what is wrong with it. */
export type ReadJoining =
  | { readonly ok: true; readonly joining: Joining }
  | { readonly ok: false; readonly refusal: NotJoinable };

/** Reads a constitution, and what the charter gives an account with it, each as `printRecord` makes it. Nothing is verified. */
export function readJoining(records: readonly string[], account: Did): ReadJoining {
  const constitutions = records.flatMap((text) => parseRecord(constitutionRecord, text) ?? []);
  const members = records.flatMap((text) => parseRecord(memberRecord, text) ?? []);
  const deposits = records.flatMap((text) => parseRecord(depositRecord, text) ?? []);
  const [genesis] = constitutions;
  const [member] = members;
  if (constitutions.length + members.length + deposits.length < records.length)
    return notJoinable("one of them is no constitution, membership or deposit");
  if (genesis === undefined || constitutions.length > 1) return notJoinable("not exactly one constitution");
  if (members.length > 1) return notJoinable("more than one membership");
  const net = genesis.cid as string as NetworkId;
  const others = [...members, ...deposits].map(({ body }) => body);
  if (others.some((body) => body.net !== net || body.account !== account))
    return notJoinable("a membership or deposit of another federation, or for another account");
  const membership = member && { body: member.bytes, sig: member.sig };
  return { ok: true, joining: { genesis, membership, deposits } };
}

function notJoinable(reason: string): ReadJoining {
  return { ok: false, refusal: { code: "NODE_NOT_JOINABLE", reason } };
}
