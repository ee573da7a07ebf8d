import { type Cid, certificateCodec, cidOf, type Verifier } from "@icn-mesh/core";
import { type Proof, readProof } from "../../certificate/proof.ts";
import type { Federation } from "../../federation.ts";
import type { GuardRequest } from "../../guard/guard-request.ts";

/** All that was said to guards, for those who look at a world from outside or want to say it again. */
export interface Overheard {
  /** Proofs that somebody has shown, by slot. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** The last requests. */
  readonly requests: readonly GuardRequest[];
  add(request: GuardRequest): void;
  addBody(bytes: Uint8Array): void;
  bodyOf(cid: Cid): Uint8Array | undefined;
  /** The job and the bid of an assignment that guards were asked to vote for. */
  termsOf(assignment: Cid): Proof["terms"];
}

const MOST_REQUESTS = 200;

/** Nothing was said yet. */
export function createOverheard(federation: Federation, verifier: Verifier): Overheard {
  const proofs = new Map<string, Proof>();
  const bodies = new Map<Cid, Uint8Array>();
  const terms = new Map<Cid, Proof["terms"]>();
  const requests: GuardRequest[] = [];

  function addProof(proof: Proof): void {
    const certificate = certificateCodec.decode(proof.certificate);
    if (!certificate.ok || proofs.has(certificate.value.slot)) return;
    if (readProof(federation, proof, verifier).ok) proofs.set(certificate.value.slot, proof);
  }

  return {
    proofs,
    requests,
    add(request) {
      requests.push(request);
      if (requests.length > MOST_REQUESTS) requests.shift();
      request.proofs.forEach(addProof);
      const { ask } = request;
      for (const bytes of bodiesIn(ask)) bodies.set(cidOf(bytes), bytes);
      if (ask.type === "assign") terms.set(cidOf(ask.assignment.body), { job: ask.job, bid: ask.bid });
    },
    addBody: (bytes) => void bodies.set(cidOf(bytes), bytes),
    bodyOf: (cid) => bodies.get(cid),
    termsOf: (assignment) => terms.get(assignment) ?? null,
  };
}

function bodiesIn(ask: GuardRequest["ask"]): readonly Uint8Array[] {
  if (ask.type === "operation") return [ask.operation.body];
  if (ask.type === "assign") return [ask.assignment.body];
  return ask.type === "deposit" ? [ask.deposit.body] : [];
}
