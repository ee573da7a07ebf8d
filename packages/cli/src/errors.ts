import { CodedError } from "@icn-mesh/core";

/** Everything that `icn-mesh` itself refuses; what a node or a library refuses keeps its own code. */
export type CliFailure =
  | { readonly code: "CLI_CONFIG"; readonly problems: readonly string[] }
  | { readonly code: "CLI_EXISTS"; readonly path: string }
  | { readonly code: "CLI_FILE"; readonly path: string }
  | { readonly code: "CLI_SANDBOX"; readonly class: string }
  | { readonly code: "CLI_USAGE"; readonly what: string };

/** A failure of the command, with the facts that belong to its code. */
export class CliError extends CodedError<CliFailure> {
  override name = "CliError";
}

/** What was typed makes no sense; the message says what does. */
export function usage(what: string): CliError {
  return new CliError(what, { code: "CLI_USAGE", what });
}
