import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty folder outside of the workspace, which goes when this process ends. */
export function folderUntilExit(): string {
  const folder = mkdtempSync(join(tmpdir(), "icn-mesh-consumer-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
