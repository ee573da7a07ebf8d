import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/root.ts";

/** The text of a source as it stands in the working tree; undefined where there is none. */
export function sourceText(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
