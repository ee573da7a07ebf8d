import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { constants, link, mkdir, open, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { platform } from "node:process";
import { CoreError, type CoreFailure } from "../errors.ts";
import { parseKeyFile, printKeyFile } from "./key-file-format.ts";

/** How to open a key file. */
export interface KeyFileOptions {
  /** Encrypts a new file; required for an encrypted one, refused for another. */
  readonly passphrase?: string;
  /** False to fail with `CORE_KEY_FILE_MISSING` instead of making a new key: true when not given. */
  readonly createIfMissing?: boolean;
}

/**
 * The 32-byte secret key in the file, which is made, with a new key, on first use. However many processes open a
 * missing file at once, and wherever one of them dies, the file holds one whole key and all get that one. Rejects
 * with a `CORE_KEY_FILE_…` error for a file that others can read, that is not a key file, or that stays locked.
 */
export async function openKeyFile(file: string, options: KeyFileOptions = {}): Promise<Uint8Array> {
  const path = resolve(file);
  try {
    return await openAt(path, options);
  } catch (cause) {
    if (cause instanceof CoreError) throw cause;
    throw new CoreError(`cannot use the key file ${path}`, { code: "CORE_KEY_FILE_IO", path }, { cause });
  }
}

type KeyFileCode = Extract<CoreFailure["code"], `CORE_KEY_FILE_${string}`>;

/** Six times what the longest key file has. */
const MAX_FILE_BYTES = 4096;
/** Windows has access lists instead, which Node does not show. */
const HAS_MODES = platform !== "win32";

const PROBLEMS: Readonly<Record<Exclude<KeyFileCode, "CORE_KEY_FILE_IO">, (path: string) => string>> = {
  CORE_KEY_FILE_DAMAGED: (path) => `${path} is not a key file, or is damaged; restore it from a copy`,
  CORE_KEY_FILE_EXPOSED: (path) => `others can read the key file ${path}; run chmod 600 on it`,
  CORE_KEY_FILE_LOCKED: (path) => `the key file ${path} is encrypted and no passphrase was given`,
  CORE_KEY_FILE_MISSING: (path) => `there is no key file ${path}`,
  CORE_KEY_FILE_NEWER: (path) => `the key file ${path} is of a newer version than this program reads`,
  CORE_KEY_FILE_UNENCRYPTED: (path) => `a passphrase was given, but the key file ${path} is not encrypted`,
  CORE_KEY_FILE_WRONG_PASSPHRASE: (path) => `the passphrase does not open the key file ${path}`,
};

async function openAt(
  path: string,
  { passphrase, createIfMissing = true }: KeyFileOptions,
): Promise<Uint8Array> {
  if (passphrase === "") throw problem("CORE_KEY_FILE_WRONG_PASSPHRASE", path); // most likely an unset variable
  let text = await readText(path);
  if (text === undefined && createIfMissing) {
    await publish(path, await printKeyFile(randomBytes(32), passphrase));
    text = await readText(path); // another process may have been first; then its key is the one
  }
  if (text === undefined) throw problem("CORE_KEY_FILE_MISSING", path);
  const opened = await parseKeyFile(text, passphrase);
  if (!opened.ok) throw problem(opened.code, path);
  return opened.secretKey;
}

async function readText(path: string): Promise<string | undefined> {
  // Non-blocking, because opening a pipe would wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(unlessCode("ENOENT"));
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > MAX_FILE_BYTES) throw problem("CORE_KEY_FILE_DAMAGED", path);
    if (HAS_MODES && (stat.mode & 0o077) !== 0) throw problem("CORE_KEY_FILE_EXPOSED", path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_FILE_BYTES), { position: 0 });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Puts the whole file in its place unless one is there: a link, unlike a rename, never replaces anything. */
async function publish(path: string, text: string): Promise<void> {
  const directory = dirname(path);
  const made = await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `.key-${randomBytes(8).toString("hex")}`);
  try {
    await writeDurably(draft, text);
    await link(draft, path).catch(unlessCode("EEXIST"));
  } finally {
    await unlink(draft).catch(unlessCode("ENOENT"));
  }
  await syncDirectories(directory, made === undefined ? directory : dirname(made));
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name is durable once its directory is: from `directory` up to `last`, each of which got one. */
async function syncDirectories(directory: string, last: string): Promise<void> {
  if (!HAS_MODES) return; // Windows neither opens nor needs to sync directories
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (directory !== last) await syncDirectories(dirname(directory), last);
}

function unlessCode(expected: string): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code !== expected) throw error;
  };
}

function problem(code: Exclude<KeyFileCode, "CORE_KEY_FILE_IO">, path: string): CoreError {
  return new CoreError(PROBLEMS[code](path), { code, path } as CoreFailure);
}
