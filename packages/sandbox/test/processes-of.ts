import { readdirSync, readFileSync } from "node:fs";

/** A process as Linux shows it. */
export interface ShownProcess {
  readonly pid: number;
  readonly parent: number;
  /** What of its memory is in the machine's. */
  readonly heldBytes: number;
}

/** The process with this id and its children; empty where the system does not show them. */
export function processesOf(pid: number): ShownProcess[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(shown)
    .filter((found) => found.pid === pid || found.parent === pid);
}

function shown(name: string): ShownProcess {
  const status = statusOf(name);
  const field = (key: string) => Number(status.match(new RegExp(`^${key}:\\s+(\\d+)`, "m"))?.[1] ?? 0);
  return { pid: Number(name), parent: field("PPid"), heldBytes: field("VmRSS") * 1024 };
}

/** Empty for a process that ended meanwhile. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
