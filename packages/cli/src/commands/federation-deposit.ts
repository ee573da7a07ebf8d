import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { constitutionRecord, createKeySigner, type NetworkId, parseDid } from "@icn-mesh/core";
import { bestEngine, openKeyFile, systemRng } from "@icn-mesh/core/node";
import { parseRecord, printRecord, signDeposit } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError, usage } from "../errors.ts";

/** Signs a deposit with the key of a charter, and prints it as a letter for the account to take to the guards. */
export async function federationDeposit({ args, terminal, output }: CommandCall): Promise<ExitCode> {
  const [directory = "", account = "", amount = ""] = args;
  if (!/^[1-9]\d{0,17}$/.test(amount))
    throw usage(`the amount is a whole number above 0, not ${JSON.stringify(amount)}`);
  const passphrase = terminal.env["ICN_MESH_KEYS_PASSPHRASE"];
  const net = await netOf(resolve(directory, "constitution"));
  const secretKey = await openKeyFile(join(directory, "charter"), {
    createIfMissing: false,
    ...(passphrase && { passphrase }),
  });
  const charter = createKeySigner({ engine: bestEngine(), secretKey });
  const terms = { net, account: parseDid(account), amount: BigInt(amount) };
  const letter = printRecord(await signDeposit({ charter, rng: systemRng }, terms));
  output.show({ net, account, amount, letter: letter.trim() }, () => letter);
  return EXIT.done;
}

async function netOf(path: string): Promise<NetworkId> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new CliError(
      `${path} cannot be read; name the directory that federation create has made`,
      { code: "CLI_FILE", path },
      { cause },
    );
  });
  const genesis = parseRecord(constitutionRecord, text);
  if (genesis === undefined) throw new CliError(`${path} holds no constitution`, { code: "CLI_FILE", path });
  return genesis.cid as string as NetworkId;
}
