import { mkdir, readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { constitutionRecord, createVerifier, depositRecord, memberRecord, parseCid } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";
import { openFederation } from "@icn-mesh/economics";
import { type DataDirectory, openDataDirectory, parseRecord, writeRecordFile } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { CliError } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** Puts a constitution, a membership or a letter from a charter into the data directory of a node that does not run. */
export async function federationJoin({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const config = await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions);
  const data = await openDataDirectory(config.data);
  try {
    for (const file of args) {
      const taken = await takeIn(data, resolve(file));
      output.show({ file, taken }, () => `${output.paint.good("taken in")} ${taken} from ${file}`);
    }
  } finally {
    data.release();
  }
  return EXIT.done;
}

async function takeIn(data: DataDirectory, file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new CliError(`${file} cannot be read`, { code: "CLI_FILE", path: file }, { cause });
  });
  const constitution = parseRecord(constitutionRecord, text);
  if (constitution !== undefined) {
    openFederation(constitution, createVerifier({ engine: bestEngine() }));
    await write(data.at("constitution"), () => writeRecordFile(constitution, data.at("constitution")));
    return `the constitution of ${constitution.cid}`;
  }
  const member = parseRecord(memberRecord, text);
  if (member !== undefined) {
    await writeFile(data.at("membership"), text, { mode: 0o600 });
    return `the membership of ${member.body.account}`;
  }
  const deposit = parseRecord(depositRecord, text);
  if (deposit === undefined)
    throw new CliError(`${file} holds no constitution, membership or deposit`, {
      code: "CLI_FILE",
      path: file,
    });
  await mkdir(data.at("letters"), { recursive: true, mode: 0o700 });
  const path = data.at("letters", parseCid(deposit.cid));
  await write(path, () => writeRecordFile(deposit, path));
  return `a deposit of ${deposit.body.amount} ${deposit.body.unit}`;
}

async function write(path: string, make: () => Promise<void>): Promise<void> {
  await make().catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause;
    throw new CliError(`${path} is there already`, { code: "CLI_EXISTS", path }, { cause });
  });
}
