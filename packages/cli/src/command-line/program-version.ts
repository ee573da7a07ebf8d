import { readFileSync } from "node:fs";

/** The version of this program. */
export function programVersion(): string {
  // The package is one folder up from its sources, and from what is built of them, wherever a bundler put this.
  for (const up of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8"));
      if (name === "icn-mesh") return String(version);
    } catch {}
  }
  return "unknown";
}
