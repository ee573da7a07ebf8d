import { parseDid } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { printRecord, signMembership } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { openCharter } from "../node/open-charter.ts";

const DAY_MS = 86_400_000;

/** Signs a membership with the key of a charter, and prints it for the account to take in. */
export async function federationAdmit({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const [directory = "", did = ""] = args;
  const account = parseDid(did);
  const { net, charter } = await openCharter(directory, terminal.env);
  const notAfter = systemClock.now() + (options.count("days") ?? 365) * DAY_MS;
  const capabilities = options.list("capability");
  const membership = printRecord(await signMembership(charter, { net, account, notAfter, capabilities }));
  output.show({ net, account, notAfter, membership: membership.trim() }, () => membership);
  return EXIT.done;
}
