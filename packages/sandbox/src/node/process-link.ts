import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createFrameReader } from "./guest-frame.ts";
import type { GuestLink, LinkListeners, OpenLink } from "./guest-link.ts";
import { permissionFlags } from "./permission-flags.ts";
import { programUrl } from "./program-url.ts";

/** How guest processes are started. */
export interface ProcessOptions {
  /** Megabytes of JavaScript heap for the process itself, which only passes frames on. */
  readonly heapMb: number;
  /** The largest memory, in bytes, that any WebAssembly module may ask this process for. */
  readonly memoryBytes: number;
}

const PAGE_BYTES = 65_536;
const MAX_STDERR = 2048;

/** Where processes are started. */
export interface ProcessLinks {
  readonly open: OpenLink;
  /** Removes the folder that they were started in, once they are all gone. */
  remove(): void;
}

/**
 * Places in processes of their own: without keys, environment, files to write, or, from Node 25 on, a network. They
 * stand in a new folder with nothing in it.
 */
export function processLinks(options: ProcessOptions): ProcessLinks {
  const { url, execArgv } = programUrl("process-worker");
  const args = [
    ...execArgv,
    ...permissionFlags(url),
    "--no-warnings",
    "--disable-proto=throw",
    `--max-old-space-size=${options.heapMb}`,
    `--wasm-max-mem-pages=${Math.ceil(options.memoryBytes / PAGE_BYTES)}`,
    fileURLToPath(url),
  ];
  const cwd = mkdtempSync(join(tmpdir(), "icn-mesh-guests-"));
  return {
    open: (listeners) => openProcess({ args, cwd }, listeners),
    remove: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

interface ProcessStart {
  readonly args: readonly string[];
  readonly cwd: string;
}

function openProcess(
  { args, cwd }: ProcessStart,
  { onFrame, onEnd, maxFrameBytes }: LinkListeners,
): GuestLink {
  const child = spawn(process.execPath, args, {
    cwd,
    env: {},
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const gone = Promise.withResolvers<void>();
  let isEnded = false;
  let said = "";

  function end(reason: string): void {
    if (isEnded) return;
    isEnded = true;
    child.kill("SIGKILL");
    onEnd(said === "" ? reason : `${reason}: ${said}`);
  }

  const reader = createFrameReader(maxFrameBytes, (frame) => {
    if (!isEnded) onFrame(frame);
  });
  child.stdout.on("data", (bytes: Uint8Array) => {
    if (!isEnded && !reader.push(bytes)) end("it sent a message larger than any that it may send");
  });
  child.stderr.on("data", (bytes: Uint8Array) => {
    said = `${said}${new TextDecoder().decode(bytes)}`.slice(0, MAX_STDERR);
  });
  child.on("error", (error) => {
    end(error.message);
    gone.resolve();
  });
  // Its last words may come after its end.
  child.on("close", (code, signal) => {
    end(`the process ended with ${signal ?? `code ${code}`}`);
    gone.resolve();
  });
  child.stdin.on("error", () => undefined);
  lowerPriority(child.pid);
  return {
    send: (frame) => void child.stdin.write(frame),
    kill() {
      end("it was ended");
      return gone.promise;
    },
    hasPulse: true,
  };
}

/** Guests give way to the host; where the machine does not allow that, they do not. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process may have ended already, which its own listener hears.
  }
}
