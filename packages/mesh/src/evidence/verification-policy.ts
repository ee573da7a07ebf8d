import type { Verification } from "@icn-mesh/core";
import { quorum } from "./quorum.ts";
import type { VerificationPolicy } from "./replica.ts";
import { signature } from "./signature.ts";

/** The policy that a job asks for. */
export function verificationPolicy(verification: Verification): VerificationPolicy {
  switch (verification.type) {
    case "signature":
      return signature;
    case "quorum":
      return quorum(verification.replicas, verification.agree);
  }
}
