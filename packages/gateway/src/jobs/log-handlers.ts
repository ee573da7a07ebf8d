import type { JobId } from "@icn-mesh/core";
import type { JobLogLine, RuntimeContext } from "@icn-mesh/runtime";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers, StreamEvent } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";
import { ownJob } from "./own-job.ts";

/** Handles what asks for what jobs log. */
export function logHandlers({
  context,
}: Pick<GatewayComponents, "context">): Handlers<"followJobLogs" | "jobLogs"> {
  return {
    async jobLogs({ caller, params, signal }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      return answered({ bytes: printed(context.logs(params.id, { follow: false, signal })) });
    },
    async followJobLogs({ caller, params, query, lastEventId, signal }) {
      const job = await ownJob(context, caller, params.id);
      if (!job.ok) return job;
      const after = lastEventId ?? query.after;
      return answered(lineEvents(context, { id: params.id, after, signal }));
    },
  };
}

async function* printed(lines: AsyncIterable<JobLogLine>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const { level, text } of lines) yield encoder.encode(`${level} ${text}\n`);
}

interface LogReading {
  readonly id: JobId;
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

async function* lineEvents(
  context: RuntimeContext,
  { id, after, signal }: LogReading,
): AsyncGenerator<StreamEvent, void, undefined> {
  const options = after === undefined ? { signal } : { signal, after };
  for await (const { position, attempt, replica, level, text, at } of context.logs(id, options))
    yield { id: position, event: "line", data: { attempt, replica, level, text, at } };
  if (!signal.aborted) yield { event: "finished", data: { id } };
}
