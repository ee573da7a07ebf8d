import { parseDid } from "@icn-mesh/core";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

/** Lists the peers that are connected, and the nodes that are known. */
export async function peers(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  const [{ peers: connected }, { nodes }] = await Promise.all([
    client.listPeers({ signal }),
    client.listNodes({ signal }),
  ]);
  call.output.show({ peers: connected, nodes }, () =>
    [
      `${connected.length} connected`,
      columns(connected.map(({ did, address, direction }) => [`  ${did}`, direction, address])),
      `${nodes.length} known`,
      columns(
        nodes.map(({ did, roles, reputation }) => [
          `  ${did}`,
          roles.join(" ") || "-",
          `reputation ${reputation}`,
        ]),
      ),
    ].join("\n"),
  );
  return EXIT.done;
}

/** Says what an account has: the caller's own where none is named. */
export async function mana(call: CommandCall): Promise<ExitCode> {
  const [did] = call.args;
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  const balance =
    did === undefined
      ? await client.showBalance({ signal })
      : await client.showAccountBalance({ params: { did: parseDid(did) }, signal });
  const { account, unit, free, grant, held, due } = balance;
  call.output.show(balance, () =>
    columns([
      ["account", account],
      ["free", `${free} ${unit}, of which ${grant} pay for work only`],
      ["held", held],
      ["due", due],
    ]),
  );
  return EXIT.done;
}

/** Lists what the caller's account has done and received, the newest first. */
export async function manaHistory(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const before = call.options.count("before");
  const query = { limit: call.options.count("limit") ?? 20, ...(before !== undefined && { before }) };
  const page = await client.manaHistory({ query, signal: call.terminal.interrupted });
  call.output.show(page, () =>
    [
      columns(
        page.moves.map(({ seq, type, change, unit, reason }) => [
          String(seq),
          type,
          `${change ?? "?"} ${unit}`,
          reason,
        ]),
      ),
      ...(page.next === null ? [] : [`more: --before ${page.next}`]),
    ].join("\n"),
  );
  return EXIT.done;
}

/** Says how good the word of an account is, as the node counts it. */
export async function reputation(call: CommandCall): Promise<ExitCode> {
  const did = parseDid(call.args[0] ?? "");
  const client = await nodeClient(call);
  const answer = await client.showReputation({ params: { did }, signal: call.terminal.interrupted });
  call.output.show(answer, () => String(answer.reputation));
  return EXIT.done;
}

/** Says by which rules the federation of a node lives. */
export async function federationShow(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const rules = await client.showFederation({ signal: call.terminal.interrupted });
  const { net, guards, quorum, charter, mint, feeBp, minBudget } = rules;
  call.output.show(rules, () =>
    columns([
      ["federation", net],
      ...guards.map((guard) => ["guard", guard]),
      ["quorum", String(quorum)],
      ...charter.map((each) => ["charter", each]),
      ["mint", `${mint.rate} in ${mint.epochMs / 1000} s, up to ${mint.cap}`],
      ["fee", `${feeBp / 100} %`],
      ["least", minBudget],
    ]),
  );
  return EXIT.done;
}
