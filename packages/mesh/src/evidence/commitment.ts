import { type Cid, type Commit, cidToBytes, type ExecutionReceipt } from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";

/** Where the digest begins in the bytes of a CID. */
const DIGEST_OFFSET = 4;

/**
 * What a replica commits to: the SHA-256 of the receipt's body, which its CID ends with. The body names the
 * executor and carries a salt, so a commit can neither be copied nor guessed.
 */
export function commitmentTo(receipt: Cid): Uint8Array {
  return cidToBytes(receipt).subarray(DIGEST_OFFSET);
}

/** True if this receipt, and no other, is what was committed to. Without a salt the result could have been guessed. */
export function opensCommit({ cid, body }: Fact<ExecutionReceipt>, commit: Commit): boolean {
  if (body.salt === null || body.by !== commit.by || body.assignment !== commit.assignment) return false;
  return commitmentTo(cid).every((byte, at) => byte === commit.hash[at]);
}
