import { Buffer } from "node:buffer";
import { readFile, writeFile } from "node:fs/promises";
import { openRecord, type RecordBody, type RecordDefinition, type Signed, sealRecord } from "@icn-mesh/core";

const MOST_LETTERS = 256 * 1024;

/** A signed record as a line of text, to be kept in a file or sent by mail. */
export function printRecord(signed: Signed<RecordBody>): string {
  return `${Buffer.from(sealRecord(signed)).toString("base64")}\n`;
}

/** Reads such a line; undefined for what is no record of that kind. Its signature is not checked. */
export function parseRecord<Body extends RecordBody>(
  record: RecordDefinition<Body>,
  text: string,
): Signed<Body> | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MOST_LETTERS || !/^[A-Za-z0-9+/]+=*$/.test(trimmed)) return undefined;
  const opened = openRecord(record, Uint8Array.from(Buffer.from(trimmed, "base64")));
  return opened.ok ? opened.value : undefined;
}

/** The record that a file holds; undefined where it holds something else. Rejects where it cannot be read. */
export async function readRecordFile<Body extends RecordBody>(
  record: RecordDefinition<Body>,
  path: string,
): Promise<Signed<Body> | undefined> {
  return parseRecord(record, await readFile(path, "utf8"));
}

/** Writes a record to a file that is not there yet. */
export async function writeRecordFile(signed: Signed<RecordBody>, path: string): Promise<void> {
  await writeFile(path, printRecord(signed), { flag: "wx", mode: 0o600 });
}
