import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fstatSync,
  fsync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { platform } from "node:process";
import { promisify } from "node:util";
import type { Disk, DiskFile } from "./disk.ts";

const dataSync = promisify(fdatasync);
const fullSync = promisify(fsync);

/** A directory that exists. */
export function openNodeDisk(path: string): Disk {
  const inside = (name: string) => join(path, name);
  return {
    path,
    list: () => readdirSync(path),
    open(name) {
      try {
        return openNodeFile(inside(name), "r+");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    create: (name) => openNodeFile(inside(name), "w+"),
    rename: (from, to) => renameSync(inside(from), inside(to)),
    remove: (name) => unlinkSync(inside(name)),
    sync: () => syncDirectory(path),
  };
}

function openNodeFile(path: string, flags: string): DiskFile {
  const fd = openSync(path, flags, 0o600);
  return {
    size: () => fstatSync(fd).size,
    read: (into, at) => readAll(fd, into, at),
    write: (bytes, at) => writeAll(fd, bytes, at),
    sync: () => dataSync(fd),
    truncate: (size) => ftruncateSync(fd, size),
    close: () => closeSync(fd),
  };
}

function readAll(fd: number, into: Uint8Array, at: number): number {
  let done = readSync(fd, into, 0, into.length, at);
  for (let more = done; more > 0 && done < into.length; done += more) {
    more = readSync(fd, into, done, into.length - done, at + done);
  }
  return done;
}

function writeAll(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  }
}

/**
 * Makes the directory and those above it, each as a durable name in the next, where they are missing; throws the
 * error of the system if nothing can be written there.
 */
export async function makeDirectory(path: string): Promise<void> {
  let there = path;
  while (!existsSync(there) && there !== dirname(there)) there = dirname(there);
  accessSync(there, constants.W_OK); // `mkdir` and SQLite say less clearly that they may not write
  const made = mkdirSync(path, { recursive: true, mode: 0o700 });
  for (let at = path; made !== undefined && at.length >= made.length; at = dirname(at)) {
    await syncDirectory(dirname(at));
  }
}

/** Makes names in the directory durable. Windows neither opens nor needs to sync directories. */
async function syncDirectory(path: string): Promise<void> {
  if (platform === "win32") return;
  const fd = openSync(path, "r");
  try {
    await fullSync(fd);
  } finally {
    closeSync(fd);
  }
}
