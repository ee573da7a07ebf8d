import type { Client } from "@icn-mesh/client";
import { type Did, isDid } from "@icn-mesh/core";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

type Usage = Awaited<ReturnType<Client["showUsage"]>>;

/** Says what an account has open at a node, has spent today, and may: the caller's own where none is named. */
export async function quotas(call: CommandCall): Promise<ExitCode> {
  const [who] = call.args;
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  const answer =
    who === undefined
      ? await client.showUsage({ signal })
      : await client.showQuota({ params: { did: await accountOf(call, client, who) }, signal });
  call.output.show(answer, () => textOf(answer));
  return EXIT.done;
}

/** Lists the quotas that accounts were given. */
export async function quotasList(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const answer = await client.listQuotas({ signal: call.terminal.interrupted });
  const rows = [{ account: "all others", ...answer.standard }, ...answer.quotas];
  call.output.show(answer, () =>
    columns(
      rows.map(({ account, openJobs, spendPerDay }) => [
        account,
        `open jobs ${openJobs ?? "unlimited"}`,
        `spend per day ${spendPerDay ?? "unlimited"}`,
      ]),
    ),
  );
  return EXIT.done;
}

/** Gives an account a quota. */
export async function quotasSet(call: CommandCall): Promise<ExitCode> {
  const [who = ""] = call.args;
  const openJobs = call.options.count("open-jobs");
  const spendPerDay = call.options.count("spend-per-day");
  if (openJobs === undefined && spendPerDay === undefined)
    throw usage("say --open-jobs, --spend-per-day, or both; quotas clear takes a quota back");
  const client = await nodeClient(call);
  const answer = await client.setQuota({
    params: { did: await accountOf(call, client, who) },
    body: {
      ...(openJobs !== undefined && { openJobs }),
      ...(spendPerDay !== undefined && { spendPerDay: String(spendPerDay) }),
    },
    signal: call.terminal.interrupted,
  });
  call.output.show(answer, () => textOf(answer));
  return EXIT.done;
}

/** Takes the quota of an account back. */
export async function quotasClear(call: CommandCall): Promise<ExitCode> {
  const [who = ""] = call.args;
  const client = await nodeClient(call);
  const params = { did: await accountOf(call, client, who) };
  const answer = await client.clearQuota({ params, signal: call.terminal.interrupted });
  call.output.show(answer, () => textOf(answer));
  return EXIT.done;
}

/** An account by its DID, or the one that an API key acts for. */
async function accountOf({ terminal }: CommandCall, client: Client, who: string): Promise<Did> {
  if (isDid(who)) return who;
  const { keys } = await client.listApiKeys({ signal: terminal.interrupted });
  const key = keys.find(({ id, name }) => id === who || name === who);
  if (key !== undefined) return key.account;
  throw usage(`${who} is neither an account nor an API key of this node`);
}

function textOf({ account, openJobs, spent, quota }: Usage): string {
  const sums = Object.entries(spent).map(([unit, amount]) => `${amount} ${unit}`);
  return columns([
    ["account", account],
    ["open jobs", `${openJobs} of ${quota.openJobs ?? "unlimited"}`],
    ["spent today", `${sums.join(", ") || "0"} of ${quota.spendPerDay ?? "unlimited"}`],
  ]);
}
