import { type ByteBuffer, createByteBuffer } from "../guest/byte-buffer.ts";
import type { GuestOutputs } from "../guest/guest-outputs.ts";
import { ERRNO, type Errno } from "./errno.ts";

/** A file of the guest. What is written to it counts as output, wherever it stands. */
export interface GuestFile {
  readonly bytes: ByteBuffer;
  readonly isWritable: boolean;
}

/**
 * The files of a guest, in memory: `/inputs/0` and on, which it may read; `/outputs`, whose files are the outputs of
 * the run; and whatever else it makes for itself. Paths are absolute and normal, without a slash at the end.
 */
export interface FileTree {
  file(path: string): GuestFile | undefined;
  isDirectory(path: string): boolean;
  /** Makes an empty file in a directory that is there; an error number where it may not. */
  create(path: string): GuestFile | Errno;
  makeDirectory(path: string): Errno;
  removeFile(path: string): Errno;
  removeDirectory(path: string): Errno;
  /** Gives a scratch file another place. */
  rename(from: string, to: string): Errno;
  /** The names in a directory, in the order of their code units. */
  list(path: string): readonly string[];
  /** What the guest made outside `/outputs`. */
  scratch(): { readonly files: ReadonlyMap<string, ByteBuffer>; readonly directories: readonly string[] };
  /** Puts a scratch file or directory back. */
  restore(path: string, bytes?: Uint8Array): void;
}

const OUTPUTS = "/outputs";
const INPUTS = "/inputs";
const MAX_SCRATCH = 256;

/** The tree of one run. */
export function createFileTree(inputs: readonly Uint8Array[], outputs: GuestOutputs): FileTree {
  const given = givenFiles(inputs, outputs);
  const scratch = new Map<string, GuestFile>();
  const directories = new Set(["/", INPUTS, OUTPUTS, "/tmp"]);
  const builtin = [...directories];

  const file = (path: string) => scratch.get(path) ?? given.file(path);

  /** The error of a path that is no scratch file. */
  const whyNot = (path: string) => (file(path) === undefined ? ERRNO.noent : ERRNO.perm);

  const list = (path: string) =>
    [...given.names(), ...scratch.keys(), ...directories]
      .filter((name) => name !== "/" && parentOf(name) === path)
      .map(nameOf)
      .sort();

  function placeError(path: string): Errno | undefined {
    if (file(path) !== undefined || directories.has(path)) return ERRNO.exist;
    if (!directories.has(parentOf(path))) return ERRNO.noent;
    if (parentOf(path) === INPUTS) return ERRNO.acces;
    return scratch.size + directories.size > MAX_SCRATCH ? ERRNO.mfile : undefined;
  }

  return {
    file,
    isDirectory: (path) => directories.has(path),
    create(path) {
      const error = placeError(path);
      if (error !== undefined) return error;
      if (parentOf(path) === OUTPUTS) {
        const bytes = outputs.open(nameOf(path));
        return bytes === undefined ? ERRNO.acces : { bytes, isWritable: true };
      }
      const made = { bytes: createByteBuffer(), isWritable: true };
      scratch.set(path, made);
      return made;
    },
    makeDirectory(path) {
      const error = placeError(path);
      if (error !== undefined) return error;
      if (parentOf(path) === OUTPUTS) return ERRNO.acces;
      directories.add(path);
      return ERRNO.success;
    },
    removeFile(path) {
      if (directories.has(path)) return ERRNO.isdir;
      if (scratch.delete(path)) return ERRNO.success;
      return whyNot(path);
    },
    removeDirectory(path) {
      if (!directories.has(path)) return file(path) === undefined ? ERRNO.noent : ERRNO.notdir;
      if (builtin.includes(path)) return ERRNO.perm;
      if (list(path).length > 0) return ERRNO.notempty;
      directories.delete(path);
      return ERRNO.success;
    },
    rename(from, to) {
      const moved = scratch.get(from);
      if (moved === undefined) return whyNot(from);
      const error = scratch.has(to) ? undefined : placeError(to);
      if (error !== undefined || parentOf(to) === OUTPUTS) return error ?? ERRNO.perm;
      scratch.delete(from);
      scratch.set(to, moved);
      return ERRNO.success;
    },
    list,
    scratch: () => ({
      files: new Map([...scratch].map(([path, { bytes }]) => [path, bytes])),
      directories: [...directories].filter((path) => !builtin.includes(path)),
    }),
    restore(path, bytes) {
      if (bytes === undefined) directories.add(path);
      else scratch.set(path, { bytes: createByteBuffer(bytes), isWritable: true });
    },
  };
}

/** The files that are not the guest's own: inputs, and outputs under their names. */
function givenFiles(inputs: readonly Uint8Array[], outputs: GuestOutputs) {
  const fixed = new Map(inputs.map((bytes, index) => [`${INPUTS}/${index}`, readOnly(bytes)]));

  function outputAt(path: string): GuestFile | undefined {
    if (parentOf(path) !== OUTPUTS) return undefined;
    const known = [...outputs.entries()].find(([name]) => name === nameOf(path));
    return known && { bytes: known[1], isWritable: true };
  }

  return {
    file: (path: string) => fixed.get(path) ?? outputAt(path),
    names: () => [...fixed.keys(), ...[...outputs.entries()].map(([name]) => `${OUTPUTS}/${name}`)],
  };
}

/** The normal form of a path seen from a directory; undefined where it leaves the root. */
export function resolvePath(directory: string, path: string): string | undefined {
  const parts = directory.split("/").filter((part) => part !== "");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return `/${parts.join("/")}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function readOnly(bytes: Uint8Array): GuestFile {
  const fixed = { size: bytes.length, bytes: () => bytes, write: () => undefined, resize: () => undefined };
  return { bytes: fixed, isWritable: false };
}
