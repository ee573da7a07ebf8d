import type { GuestContext } from "../guest/guest-context.ts";
import { ERRNO, type Errno } from "./errno.ts";
import { type GuestFile, resolvePath } from "./file-tree.ts";
import type { WasiState } from "./wasi-state.ts";

const MAX_PATH = 512;
/** Finding a path takes as long as copying so many bytes. */
const LOOKUP_BYTES = 4096;
const OPEN = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;
const FILETYPE = { directory: 3, file: 4 } as const;

/** Writes what is known about a file at a pointer. */
export type WriteStat = (pointer: number, type: number, size: number) => number;

/** Finding, making and removing files by name. */
export function createPathFunctions(context: GuestContext, state: WasiState, writeStat: WriteStat) {
  const { memory, charge } = context;
  const { tree, descriptors } = state;

  /** The path that a directory's descriptor and a relative path name, or why they name none. */
  function pathAt(fd: number, pointer: number, length: number): string | Errno {
    charge(LOOKUP_BYTES);
    const directory = descriptors.get(fd);
    if (directory === undefined) return ERRNO.badf;
    if (!directory.isDirectory) return ERRNO.notdir;
    if (length >>> 0 > MAX_PATH) return ERRNO.nametoolong;
    return resolvePath(directory.path, memory.text(pointer, length, MAX_PATH)) ?? ERRNO.perm;
  }

  /** Opens what is at the path; makes a file of it first where the flags ask for that. */
  function openAt(path: string, openFlags: number, flags: number): number | undefined {
    const wants = (flag: number) => (openFlags & flag) !== 0;
    if (tree.isDirectory(path)) {
      return wants(OPEN.create) ? -ERRNO.isdir : descriptors.open(path, { isDirectory: true, flags });
    }
    const file = fileAt(path, openFlags);
    return typeof file === "number" ? -file : descriptors.open(path, { isDirectory: false, flags });
  }

  /** The file at the path, made or emptied where the flags ask for that. */
  function fileAt(path: string, openFlags: number): GuestFile | Errno {
    const file = tree.file(path) ?? made(path, openFlags);
    if (typeof file === "number" || (openFlags & OPEN.truncate) === 0) return file;
    if (!file.isWritable) return ERRNO.perm;
    file.bytes.resize(0);
    return file;
  }

  function made(path: string, openFlags: number): GuestFile | Errno {
    if ((openFlags & OPEN.directory) !== 0) return ERRNO.notdir;
    return (openFlags & OPEN.create) === 0 ? ERRNO.noent : tree.create(path);
  }

  function at(change: (path: string) => number) {
    return (fd: number, pointer: number, length: number): number => {
      const path = pathAt(fd, pointer, length);
      return typeof path === "number" ? path : change(path);
    };
  }

  return {
    path_open(...values: [number, number, number, number, number, bigint, bigint, number, number]): number {
      const [fd, , pointer, length, openFlags, , , flags, fdPointer] = values;
      const path = pathAt(fd, pointer, length);
      if (typeof path === "number") return path;
      const isThere = tree.file(path) !== undefined || tree.isDirectory(path);
      if (isThere && (openFlags & OPEN.exclusive) !== 0) return ERRNO.exist;
      const opened = openAt(path, openFlags, flags & 31);
      if (opened === undefined) return ERRNO.mfile;
      if (opened < 0) return -opened;
      memory.setUint32(fdPointer, opened);
      return ERRNO.success;
    },
    path_filestat_get(...[fd, , pointer, length, statPointer]: [number, number, number, number, number]) {
      return at((path) => {
        if (tree.isDirectory(path)) return writeStat(statPointer, FILETYPE.directory, 0);
        const file = tree.file(path);
        if (file === undefined) return ERRNO.noent;
        return writeStat(statPointer, FILETYPE.file, file.bytes.size);
      })(fd, pointer, length);
    },
    path_create_directory: at((path) => tree.makeDirectory(path)),
    path_remove_directory: at((path) => tree.removeDirectory(path)),
    path_unlink_file: at((path) => tree.removeFile(path)),
    path_rename(...values: [number, number, number, number, number, number]): number {
      const [fd, pointer, length, toFd, toPointer, toLength] = values;
      const to = pathAt(toFd, toPointer, toLength);
      return typeof to === "number" ? to : at((path) => tree.rename(path, to))(fd, pointer, length);
    },
  };
}
