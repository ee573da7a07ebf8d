import { type Cid, cidOf, type Embedded, type Settlement } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import type { Ballot, GuardAsk, GuardReply, GuardRequest, ManaRefusal, Proof } from "@icn-mesh/economics";

const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);
const record: Embedded = { body: bytes(5, 1), sig: bytes(64, 2) };
const cid: Cid = cidOf(bytes(3, 3));
const slot = "icn/op a b 0";
const proof: Proof = {
  certificate: bytes(7, 4),
  body: bytes(6, 5),
  terms: { job: bytes(4, 6), bid: bytes(3, 7) },
};
const settlement: Settlement = {
  type: "pay",
  slot: `icn/settle ${cid}`,
  unit: "mana",
  taken: 80n,
  credits: [{ to: sampleDid(1), amount: 79n }],
};
const ballot: Ballot = {
  slot,
  outcome: settlement,
  vote: { by: sampleDid(2), boot: 1, ballot: 0, sig: bytes(64, 8) },
};

const asks: readonly GuardAsk[] = [
  { type: "operation", operation: record, members: [record] },
  {
    type: "assign",
    assignment: record,
    job: bytes(4, 6),
    bid: bytes(3, 7),
    acceptance: record,
    members: [],
    draw: record,
  },
  { type: "close", close: record, job: null },
  { type: "settle", assignment: cid, shown: [record] },
  { type: "show", assignment: cid, shown: [record] },
  { type: "appeal", assignment: cid },
  { type: "deposit", deposit: record },
  { type: "unlock", unlock: record, body: bytes(4, 9), terms: null },
  { type: "learn" },
  { type: "recall", slot },
  { type: "witness", guard: sampleDid(3) },
  { type: "resolve", slot, votes: [{ ...ballot.vote, outcome: cid }] },
  { type: "prepare", slot, ballot: 5 },
  { type: "accept", slot, ballot: 5, outcome: cid, body: null, terms: proof.terms },
];

/** One request of every kind. */
export const sampleRequests: readonly GuardRequest[] = asks.map((ask, index) => ({
  ask,
  proofs: index === 0 ? [proof] : [],
}));

/** One refusal of every code, so that a code without a form on the wire does not compile. */
const refusals: { readonly [Code in ManaRefusal["code"]]: Extract<ManaRefusal, { code: Code }> } = {
  ECONOMICS_ABOVE_HOLD: { code: "ECONOMICS_ABOVE_HOLD", free: 3n },
  ECONOMICS_AT_CAP: { code: "ECONOMICS_AT_CAP" },
  ECONOMICS_BAD_AMOUNT: { code: "ECONOMICS_BAD_AMOUNT", index: 1 },
  ECONOMICS_BAD_BYTES: { code: "ECONOMICS_BAD_BYTES", refusal: { code: "CORE_WRONG_SHAPE", path: "a.b" } },
  ECONOMICS_BAD_SIGNATURE: { code: "ECONOMICS_BAD_SIGNATURE", by: sampleDid(4) },
  ECONOMICS_BEHIND: { code: "ECONOMICS_BEHIND", slot },
  ECONOMICS_BELOW_MIN_BUDGET: { code: "ECONOMICS_BELOW_MIN_BUDGET", min: 1n },
  ECONOMICS_BUSY: { code: "ECONOMICS_BUSY" },
  ECONOMICS_CLAIM_OUT_OF_REACH: { code: "ECONOMICS_CLAIM_OUT_OF_REACH" },
  ECONOMICS_CONTESTED: { code: "ECONOMICS_CONTESTED", slot, ballots: [ballot] },
  ECONOMICS_CREDIT_CONSUMED: { code: "ECONOMICS_CREDIT_CONSUMED", slot, index: 2 },
  ECONOMICS_FOREIGN: { code: "ECONOMICS_FOREIGN", what: "network" },
  ECONOMICS_GUARD_REWOUND: { code: "ECONOMICS_GUARD_REWOUND", slot },
  ECONOMICS_HOLD_CLOSED: { code: "ECONOMICS_HOLD_CLOSED" },
  ECONOMICS_INSUFFICIENT: { code: "ECONOMICS_INSUFFICIENT", unit: "mana", short: 9n },
  ECONOMICS_JOB_HELD: { code: "ECONOMICS_JOB_HELD" },
  ECONOMICS_NOT_A_GUARD: { code: "ECONOMICS_NOT_A_GUARD", guard: sampleDid(5) },
  ECONOMICS_NOT_ACCEPTED: { code: "ECONOMICS_NOT_ACCEPTED" },
  ECONOMICS_NOT_CHARTER: { code: "ECONOMICS_NOT_CHARTER" },
  ECONOMICS_NOT_CONTESTED: { code: "ECONOMICS_NOT_CONTESTED", slot },
  ECONOMICS_NOT_ELIGIBLE: { code: "ECONOMICS_NOT_ELIGIBLE" },
  ECONOMICS_NOT_INDEPENDENT: { code: "ECONOMICS_NOT_INDEPENDENT" },
  ECONOMICS_NOT_MANAGER: { code: "ECONOMICS_NOT_MANAGER" },
  ECONOMICS_NOT_MEMBER: { code: "ECONOMICS_NOT_MEMBER" },
  ECONOMICS_NOT_PARTY: { code: "ECONOMICS_NOT_PARTY" },
  ECONOMICS_NOT_PAYEE: { code: "ECONOMICS_NOT_PAYEE" },
  ECONOMICS_NOT_YET: { code: "ECONOMICS_NOT_YET", because: "grace", retryInMs: 60_000 },
  ECONOMICS_NO_QUORUM: { code: "ECONOMICS_NO_QUORUM", votes: 2 },
  ECONOMICS_PROMISED: { code: "ECONOMICS_PROMISED", ballot: 6 },
  ECONOMICS_SLOT_TAKEN: { code: "ECONOMICS_SLOT_TAKEN", slot, by: cid },
  ECONOMICS_STALE: { code: "ECONOMICS_STALE", slot },
  ECONOMICS_STILL_OPEN: { code: "ECONOMICS_STILL_OPEN" },
  ECONOMICS_UNKNOWN_ACCOUNT: { code: "ECONOMICS_UNKNOWN_ACCOUNT" },
  ECONOMICS_UNKNOWN_ASSIGNMENT: { code: "ECONOMICS_UNKNOWN_ASSIGNMENT" },
  ECONOMICS_UNREACHABLE: { code: "ECONOMICS_UNREACHABLE", answered: 1 },
  ECONOMICS_VOTES_UNSORTED: { code: "ECONOMICS_VOTES_UNSORTED" },
  ECONOMICS_WRONG_BID: { code: "ECONOMICS_WRONG_BID" },
  ECONOMICS_WRONG_EPOCH: { code: "ECONOMICS_WRONG_EPOCH", epoch: 7 },
  ECONOMICS_WRONG_EVIDENCE: { code: "ECONOMICS_WRONG_EVIDENCE", because: "other-assignment" },
  ECONOMICS_WRONG_JOB: { code: "ECONOMICS_WRONG_JOB" },
  ECONOMICS_WRONG_UNIT: { code: "ECONOMICS_WRONG_UNIT", unit: "gold" },
};

/** One reply of every kind, and every refusal. */
export const sampleReplies: readonly GuardReply[] = [
  { type: "vote", ballot },
  { type: "certified", proof },
  { type: "voted", ballot, body: null, terms: null },
  { type: "learnt" },
  { type: "noted" },
  { type: "witnessed", proofs: [proof] },
  { type: "promise", voted: null },
  { type: "promise", voted: { ballot, body: bytes(2, 1), terms: proof.terms } },
  ...Object.values(refusals).map((refusal) => ({ type: "refused", refusal }) as const),
];
