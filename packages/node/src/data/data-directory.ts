import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { takeInstanceLock } from "@icn-mesh/dag/lock";
import { NodeError } from "../errors.ts";
import { codeOf } from "./code-of.ts";

/** The directory of everything that a node keeps, held by one process at a time. */
export interface DataDirectory {
  readonly path: string;
  /** The path of something in it. */
  at(...names: readonly string[]): string;
  /** Lets the next process have it; once or more. */
  release(): void;
}

/** The form of data directories that this program writes, and the newest that it reads. */
const DATA_FORMAT = 1;

/**
 * Takes a data directory, which is made on first use with rights for nobody else. Throws `NODE_DATA_LOCKED` while
 * another process has it, `NODE_DATA_NEWER` for one that a newer program has written, and `NODE_DATA_FOREIGN` for a
 * directory with something else in it.
 */
export async function openDataDirectory(directory: string): Promise<DataDirectory> {
  const path = resolve(directory);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await checkFormat(path);
    const { release } = lockOf(path);
    return { path, at: (...names) => join(path, ...names), release };
  } catch (cause) {
    if (cause instanceof NodeError) throw cause;
    throw new NodeError(
      `cannot use the data directory ${path}: ${codeOf(cause) ?? "it cannot be read or written"}`,
      { code: "NODE_DATA_IO", path },
      { cause },
    );
  }
}

function lockOf(path: string): ReturnType<typeof takeInstanceLock> {
  try {
    return takeInstanceLock(join(path, "lock"));
  } catch (cause) {
    if (codeOf(cause) !== "DAG_STORE_LOCKED") throw cause;
    const message = `another process runs a node in ${path}; stop it first, or give this one a data directory of its own`;
    throw new NodeError(message, { code: "NODE_DATA_LOCKED", path }, { cause });
  }
}

async function checkFormat(path: string): Promise<void> {
  const file = join(path, "format");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw cause;
  });
  if (text === undefined) return begin(path, file);
  const version = versionOf(text);
  if (version === undefined)
    throw new NodeError(`${file} is damaged; restore the directory from a backup`, {
      code: "NODE_DATA_DAMAGED",
      path,
    });
  if (version > DATA_FORMAT) {
    const message = `${path} was written by a newer version of this program; run that one`;
    throw new NodeError(message, { code: "NODE_DATA_NEWER", path, version });
  }
}

async function begin(path: string, file: string): Promise<void> {
  const names = await readdir(path);
  // Keys and a constitution may be laid out before the first start.
  if (names.some((name) => !PREPARED.has(name))) {
    const message = `${path} holds other things; a data directory is empty to begin with`;
    throw new NodeError(message, { code: "NODE_DATA_FOREIGN", path });
  }
  await writeFile(file, `${JSON.stringify({ format: "icn-mesh-data", version: DATA_FORMAT })}\n`, {
    mode: 0o600,
  });
}

const PREPARED: ReadonlySet<string> = new Set([
  "keys",
  "constitution",
  "membership",
  "letters",
  "config.yaml",
  "config.json",
  "lock",
]);

function versionOf(text: string): number | undefined {
  const [, version] = /^\{"format":"icn-mesh-data","version":(\d{1,6})\}\n$/.exec(text) ?? [];
  return version === undefined ? undefined : Number(version);
}
