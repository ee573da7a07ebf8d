import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { followJob } from "../online/follow-job.ts";
import { nodeClient } from "../online/node-client.ts";
import { submissionOf } from "../online/submission-of.ts";

/** Submits a job; follows it to its end where that is wanted. */
export async function submit(call: CommandCall): Promise<ExitCode> {
  const { args, options, terminal, output } = call;
  const client = await nodeClient(call);
  const { interrupted: signal, input } = terminal;
  const body = await submissionOf({ client, options, input, args });
  if (options.isOn("dry-run")) {
    const answer = await client.dryRunJob({ body, signal });
    output.show(
      answer,
      () => `it would hold ${answer.hold} of ${answer.free} mana${answer.affordable ? "" : ": too much"}`,
    );
    return answer.affordable ? EXIT.done : EXIT.refused;
  }
  const key = options.text("idempotency-key");
  const { id, isNew } = await client.submitJob({
    body,
    signal,
    ...(key !== undefined && { idempotencyKey: key }),
  });
  output.show({ id, isNew }, () => (isNew ? id : `${id} (was there)`));
  return options.isOn("watch") ? followJob(client, id, { output, signal }) : EXIT.done;
}
