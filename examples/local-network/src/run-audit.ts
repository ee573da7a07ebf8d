import { spawn } from "node:child_process";
import { execArgv, execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { HistoriesToAudit } from "./audit-histories.ts";
import type { StoresAudit } from "./audit-stores.ts";

/** Where the second process is to look. */
export interface AuditOrder {
  readonly histories?: HistoriesToAudit;
  /** Data directories of nodes that do not run. */
  readonly stores?: readonly string[];
}

/** Has a process of its own look, which was no part of what happened. */
export async function runAudit(order: AuditOrder): Promise<StoresAudit> {
  const program = import.meta.url.replace(/[^/]*$/, `audit-program${import.meta.url.slice(-3)}`);
  const child = spawn(execPath, [...execArgv, fileURLToPath(program)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(order));
  return JSON.parse(await text(child.stdout));
}
