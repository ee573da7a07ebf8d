import type { RetentionOptions } from "@icn-mesh/runtime";
import type { NodeConfig } from "../config/node-config.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MIB = 1024 * 1024;

/** How long what is over stays, as the configuration says it in days. */
export function retentionOptions(config: NodeConfig["retention"]): RetentionOptions {
  const { everyHours, jobsDays, worksDays, logsDays, payloadsDays, mostPayloadMb } = config;
  return {
    everyMs: everyHours * HOUR_MS,
    jobsMs: jobsDays * DAY_MS,
    worksMs: worksDays * DAY_MS,
    logsMs: logsDays * DAY_MS,
    payloadsMs: payloadsDays * DAY_MS,
    ...(mostPayloadMb !== undefined && { maxBytes: mostPayloadMb * MIB }),
  };
}
