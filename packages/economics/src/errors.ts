import { CodedError } from "@icn-mesh/core";
import type { ManaRefusal } from "./refusal.ts";

/** Everything that `@icn-mesh/economics` throws: mistakes of its caller or of the machine, never the data of a stranger. */
export type EconomicsFailure =
  | { readonly code: "ECONOMICS_BAD_CONSTITUTION"; readonly reason: string }
  | { readonly code: "ECONOMICS_BAD_NUMBER"; readonly text: string }
  | { readonly code: "ECONOMICS_BOOT_FILE_DAMAGED"; readonly path: string }
  | { readonly code: "ECONOMICS_BOOT_FILE_IO"; readonly path: string }
  | { readonly code: "ECONOMICS_LEDGER_DAMAGED"; readonly slot: string; readonly refusal?: ManaRefusal }
  | { readonly code: "ECONOMICS_NO_PEERS" }
  | { readonly code: "ECONOMICS_NOT_A_GUARD"; readonly guard: string }
  | { readonly code: "ECONOMICS_STOPPED" };

/** A failure of this package, with the facts that belong to its code. */
export class EconomicsError extends CodedError<EconomicsFailure> {
  override name = "EconomicsError";
}
