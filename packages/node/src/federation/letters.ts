import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Deposit, depositRecord, parseCid, type Signed } from "@icn-mesh/core";
import { codeOf } from "../data/code-of.ts";
import { NodeError } from "../errors.ts";
import { readRecordFile, writeRecordFile } from "./record-file.ts";

/** The deposits in a directory, in the order of their names. Throws `NODE_BAD_LETTER` for a file with anything else in it. */
export async function lettersIn(directory: string): Promise<readonly Signed<Deposit>[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  return Promise.all(names.toSorted().map((name) => letterIn(join(directory, name))));
}

async function letterIn(path: string): Promise<Signed<Deposit>> {
  const letter = await readRecordFile(depositRecord, path);
  if (letter !== undefined) return letter;
  throw new NodeError(`${path} is no deposit of a charter; remove it`, { code: "NODE_BAD_LETTER", path });
}

/** Puts deposits into a directory; those that are there stay as they are. */
export async function keepLetters(directory: string, deposits: readonly Signed<Deposit>[]): Promise<void> {
  if (deposits.length > 0) await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const deposit of deposits)
    await writeRecordFile(deposit, join(directory, parseCid(deposit.cid))).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
}
