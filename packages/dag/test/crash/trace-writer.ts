import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { DiskOperation } from "./disk-operation.ts";
import { startWriter, type WriterOptions } from "./start-writer.ts";

/** What a writer had the system do, in order, and how many steps it had acknowledged by then. */
export interface TracedOperation {
  readonly operation: DiskOperation;
  readonly acknowledged: number;
}

/** Why no writer can be traced here; undefined if one can. */
export function whyNoTrace(): string | undefined {
  try {
    execFileSync("strace", ["-e", "trace=none", "true"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "no strace, or it may not trace";
  }
}

const CALLS = "openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,unlink,close,mmap";

/** Runs a writer on the directory, and tells what it did to the files in there. */
export async function traceWriter(
  options: WriterOptions & { readonly directory: string; readonly log: string },
): Promise<readonly TracedOperation[]> {
  const { directory, log } = options;
  const under = ["strace", "-f", "-qq", "-xx", "-s", "4000000", "-e", `trace=${CALLS}`, "-o", log];
  const writer = startWriter({ ...options, under });
  writer.stdout?.resume();
  const [status] = await once(writer, "close");
  if (status !== 0) throw new Error(`the traced writer ended with ${status}`);
  return readTrace(readFileSync(log, "latin1"), directory);
}

/** The operations in what strace wrote down. */
function readTrace(text: string, directory: string): readonly TracedOperation[] {
  const reader = createTraceReader(directory);
  for (const call of callsIn(text)) reader.take(call);
  return reader.operations;
}

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: number;
}

/** Calls in the order in which they came back; one that others interrupt stands on two lines. */
function callsIn(text: string): readonly Call[] {
  const unfinished = new Map<string, string>();
  return text.split("\n").flatMap((line) => {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const begun = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    if (begun !== undefined) unfinished.set(thread, begun);
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    return callIn(resumed === undefined ? rest : `${unfinished.get(thread) ?? ""}${resumed}`);
  });
}

function callIn(text: string): readonly Call[] {
  const [, name, args, result] = /^(\w+)\((.*)\) += (-?\d+)/s.exec(text) ?? [];
  return name === undefined || args === undefined ? [] : [{ name, args, result: Number(result) }];
}

function createTraceReader(directory: string) {
  const operations: TracedOperation[] = [];
  const open = new Map<number, { readonly file: number; readonly isDirectory: boolean; at: number }>();
  const numbers = new Map<string, number>();
  let files = 0;
  let acknowledged = 0;

  const add = (operation: DiskOperation) => operations.push({ operation, acknowledged });

  function inside(path: string): string | undefined {
    if (path === directory) return "";
    return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
  }

  function opened(path: string, flags: string, fd: number): void {
    open.delete(fd);
    const name = inside(path);
    if (name === undefined || fd < 0) return;
    const isNew = flags.includes("O_CREAT") && !numbers.has(name);
    if (isNew) {
      files += 1;
      numbers.set(name, files);
      add({ do: "create", name, file: files });
    }
    const file = numbers.get(name) ?? 0;
    if (!isNew && flags.includes("O_TRUNC")) add({ do: "truncate", file, size: 0 });
    open.set(fd, { file, isDirectory: name === "", at: 0 });
  }

  function wrote(fd: number, bytes: Uint8Array, at: number | undefined): void {
    const file = open.get(fd);
    if (fd === 1) acknowledged = Number(new TextDecoder().decode(bytes).trim());
    if (file === undefined) return;
    add({ do: "write", file: file.file, at: at ?? file.at, bytes });
    if (at === undefined) file.at += bytes.length;
  }

  const readers: Readonly<Record<string, (call: Call) => void>> = {
    openat({ args, result }) {
      const [, path = "", flags = ""] = /^[^,]+, "([^"]*)", ([A-Z_|]+)/.exec(args) ?? [];
      opened(textOf(path), flags, result);
    },
    close: ({ args }) => open.delete(Number(args)),
    write({ args, result }) {
      const [, fd, hex = ""] = /^(\d+), "([^"]*)"/.exec(args) ?? [];
      wrote(Number(fd), bytesOf(hex).subarray(0, Math.max(0, result)), undefined);
    },
    pwrite64({ args, result }) {
      const [, fd, hex = "", at] = /^(\d+), "([^"]*)", \d+, (\d+)/.exec(args) ?? [];
      wrote(Number(fd), bytesOf(hex).subarray(0, Math.max(0, result)), Number(at));
    },
    ftruncate({ args }) {
      const [, fd, size] = /^(\d+), (\d+)/.exec(args) ?? [];
      const file = open.get(Number(fd));
      if (file !== undefined) add({ do: "truncate", file: file.file, size: Number(size) });
    },
    fsync: ({ args }) => synced(Number(args)),
    fdatasync: ({ args }) => synced(Number(args)),
    rename({ args }) {
      const [, from = "", to = ""] = /^"([^"]*)", "([^"]*)"/.exec(args) ?? [];
      const names = [inside(textOf(from)), inside(textOf(to))] as const;
      if (names[0] === undefined || names[1] === undefined) return;
      add({ do: "rename", from: names[0], to: names[1] });
      numbers.set(names[1], numbers.get(names[0]) ?? 0);
      numbers.delete(names[0]);
    },
    unlink({ args, result }) {
      const name = inside(textOf(/^"([^"]*)"/.exec(args)?.[1] ?? ""));
      if (name === undefined || result !== 0) return;
      add({ do: "remove", name });
      numbers.delete(name);
    },
  };

  function synced(fd: number): void {
    const file = open.get(fd);
    if (file?.isDirectory === true) add({ do: "sync directory" });
    else if (file !== undefined) add({ do: "sync", file: file.file });
  }

  return { operations, take: (call: Call) => readers[call.name]?.(call) };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll("\\x", ""), "hex"));
}

function textOf(hex: string): string {
  return new TextDecoder().decode(bytesOf(hex));
}
