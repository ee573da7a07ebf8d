import { parseDid } from "@icn-mesh/core";
import { systemRng } from "@icn-mesh/core/node";
import { printRecord, signDeposit } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { openCharter } from "../node/open-charter.ts";

/** Signs a deposit with the key of a charter, and prints it as a letter for the account to take to the guards. */
export async function federationDeposit({ args, terminal, output }: CommandCall): Promise<ExitCode> {
  const [directory = "", account = "", amount = ""] = args;
  if (!/^[1-9]\d{0,17}$/.test(amount))
    throw usage(`the amount is a whole number above 0, not ${JSON.stringify(amount)}`);
  const { net, charter } = await openCharter(directory, terminal.env);
  const terms = { net, account: parseDid(account), amount: BigInt(amount) };
  const letter = printRecord(await signDeposit({ charter, rng: systemRng }, terms));
  output.show({ net, account, amount, letter: letter.trim() }, () => letter);
  return EXIT.done;
}
