import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { auditLocalNetwork, runLocalNetwork } from "./run-local-network.ts";

// Five nodes as processes, four jobs, one of them killed half way and one lied about, and an audit by somebody else.

const { values } = parseArgs({
  options: {
    once: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    data: { type: "string" },
    audit: { type: "boolean", default: false },
  },
});

const over = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => over.abort());
// Where nobody watches, as in CI, it ends by itself.
const isOnce = values.once || process.stdout.isTTY !== true;
const root = values.data ?? (await mkdtemp(join(tmpdir(), "icn-mesh-local-")));
try {
  const options = { root, isOnce, isJson: values.json, signal: over.signal };
  const summary = values.audit
    ? await auditLocalNetwork(root, await readdir(root))
    : await runLocalNetwork(options);
  console.log(JSON.stringify(summary));
  process.exitCode = summary.failed === 0 && summary.conserved && summary.verified ? 0 : 1;
} finally {
  if (values.data === undefined) await rm(root, { recursive: true, force: true });
}
