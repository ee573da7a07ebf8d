import { scrub } from "@icn-mesh/dag";
import { audit } from "@icn-mesh/economics";
import { openStopped, type StoppedNode } from "@icn-mesh/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";

/** Reads every block of a node that does not run again, and audits the ledger where it guards. */
export async function verify({ options, terminal, output }: CommandCall): Promise<ExitCode> {
  const node = await openStopped(
    await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions),
  );
  try {
    const report = await scrub(node.storage, { signal: terminal.interrupted });
    const ledger = await auditOf(node);
    const isGood = report.findings.length === 0 && (ledger?.findings.length ?? 0) === 0;
    output.show({ ok: isGood, ...report, ledger }, () =>
      [
        `${isGood ? output.paint.good("good") : output.paint.bad("damaged")} ${report.blocks} blocks, ${report.bytes} bytes, ${report.refs} refs`,
        ...report.findings.map((finding) => `  ${JSON.stringify(finding)}`),
        ...(ledger === null ? [] : [`  ledger: ${ledger.facts} facts, ${ledger.findings.length} findings`]),
        ...(ledger?.findings ?? []).map((finding) => `  ${JSON.stringify(finding)}`),
        ...(isGood ? [] : ["  → icn-mesh restore brings a backup back"]),
      ].join("\n"),
    );
    return isGood ? EXIT.done : EXIT.negative;
  } finally {
    await node.close();
  }
}

async function auditOf(node: StoppedNode): Promise<Awaited<ReturnType<typeof audit>> | null> {
  return node.federation.isGuard(node.signer.did) ? audit(node) : null;
}
