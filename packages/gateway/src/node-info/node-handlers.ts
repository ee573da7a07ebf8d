import { formatPrometheus } from "@icn-mesh/core";
import type { GatewayComponents, ReadyCheck } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { answered } from "../http/refusal.ts";

/** What the node says of itself. */
export interface NodeInfoParts {
  readonly components: GatewayComponents;
  readonly version: string;
  /** The description of the API, printed. */
  readonly openapi: string;
}

/** Handles what asks about the node. */
export function nodeHandlers({
  components,
  version,
  openapi,
}: NodeInfoParts): Handlers<"health" | "metrics" | "openapi" | "ready" | "showNode"> {
  const { context, clock, metrics, network, executor } = components;
  const startedAt = clock.monotonic();
  const checks: readonly ReadyCheck[] = [storeCheck(components), ...(components.checks ?? [])];
  return {
    async health() {
      return answered({ status: "ok", version, uptimeMs: Math.floor(clock.monotonic() - startedAt) });
    },
    async ready() {
      const results = await Promise.all(checks.map(resultOf));
      const ready = results.every(({ ok }) => ok);
      return answered({ ready, checks: results }, ready ? 200 : 503);
    },
    async showNode() {
      return answered({
        did: context.did,
        net: context.net,
        version,
        addresses: [...(network?.addresses() ?? [])],
        runsJobs: executor !== undefined,
        openJobs: context.manager.open,
      });
    },
    metrics: async () => answered({ text: formatPrometheus(metrics.snapshot()), type: PROMETHEUS_TEXT }),
    openapi: async () => answered({ json: openapi }),
  };
}

const PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

function storeCheck({ context }: GatewayComponents): ReadyCheck {
  return {
    name: "store",
    async fault() {
      await context.storage.ref("ready");
      return undefined;
    },
  };
}

async function resultOf({ name, fault }: ReadyCheck) {
  try {
    const detail = await fault();
    return detail === undefined ? { name, ok: true } : { name, ok: false, detail };
  } catch {
    return { name, ok: false, detail: "does not answer" }; // why is in the log of the part itself
  }
}
