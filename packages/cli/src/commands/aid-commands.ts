import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { usage } from "../errors.ts";
import { nodeClient } from "../online/node-client.ts";
import { submissionOf } from "../online/submission-of.ts";
import { columns } from "../terminal/columns.ts";

const DAY_MS = 86_400_000;

/** Lists what is asked for and offered now. */
export async function aidList(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const found = await client.listAid({ signal: call.terminal.interrupted });
  call.output.show(found, () =>
    [
      `${found.requests.length} asked for`,
      columns(
        found.requests.map(({ cid, tags, answers }) => [
          `  ${cid}`,
          tags.join(" "),
          `${answers.length} answers`,
        ]),
      ),
      `${found.templates.length} offered`,
      columns(found.templates.map(({ cid, tags, by }) => [`  ${cid}`, tags.join(" "), by])),
    ].join("\n"),
  );
  return EXIT.done;
}

/** Asks for help, by tags. */
export async function aidRequest(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const posting = await client.requestAid({ body: wishOf(call), signal: call.terminal.interrupted });
  call.output.show(posting, () => posting.cid);
  return EXIT.done;
}

/** Promises a job for requests whose tags it covers; the job is put together as `submit` does it. */
export async function aidOffer(call: CommandCall): Promise<ExitCode> {
  const client = await nodeClient(call);
  const { options, terminal } = call;
  const { spec, cost, manifest } = await submissionOf({ client, options, input: terminal.input, args: [] });
  const atMost = options.count("at-most");
  const body = {
    ...wishOf(call),
    spec,
    cost,
    ...(typeof manifest === "string" && { manifest }),
    ...(atMost !== undefined && { atMost }),
  };
  const posting = await client.offerAid({ body, signal: terminal.interrupted });
  call.output.show(posting, () => posting.cid);
  return EXIT.done;
}

/** Takes back a request or an offer; jobs that were submitted go on. */
export async function aidWithdraw(call: CommandCall): Promise<ExitCode> {
  const [cid = ""] = call.args;
  const client = await nodeClient(call);
  await client.withdrawAid({ params: { cid }, signal: call.terminal.interrupted });
  call.output.show({ cid, withdrawn: true }, () => `withdrawn ${cid}`);
  return EXIT.done;
}

function wishOf({ args, options }: CommandCall): { readonly tags: string[]; readonly forMs?: number } {
  if (args.length === 0) throw usage("aid is found by its tags: name at least one");
  const days = options.count("days");
  return { tags: [...args], ...(days !== undefined && { forMs: days * DAY_MS }) };
}
