import { base32 } from "multiformats/bases/base32";
import { aidHandlers } from "./aid/aid-handlers.ts";
import type { ApiKeys } from "./auth/api-keys.ts";
import { keyHandlers } from "./auth/key-handlers.ts";
import { blobHandlers } from "./blobs/blob-handlers.ts";
import { dagHandlers } from "./dag/dag-handlers.ts";
import { eventHandlers } from "./events/event-handlers.ts";
import type { NodeEvents } from "./events/node-events.ts";
import { executorHandlers } from "./executor/executor-handlers.ts";
import { federationHandlers } from "./federations/federation-handlers.ts";
import type { GatewayComponents } from "./gateway-components.ts";
import type { GatewaySettings } from "./gateway-section.ts";
import type { Handlers } from "./http/handler.ts";
import { cancelHandlers } from "./jobs/cancel-handlers.ts";
import { logHandlers } from "./jobs/log-handlers.ts";
import { partHandlers } from "./jobs/part-handlers.ts";
import { payloadHandlers } from "./jobs/payload-handlers.ts";
import { readHandlers } from "./jobs/read-handlers.ts";
import { submitHandlers } from "./jobs/submit-handlers.ts";
import { manaHandlers } from "./mana/mana-handlers.ts";
import { meshHandlers } from "./mesh/mesh-handlers.ts";
import { nodeHandlers } from "./node-info/node-handlers.ts";
import { openApiDocument } from "./openapi/openapi-document.ts";
import { quotaHandlers } from "./quotas/quota-handlers.ts";
import { webhookHandlers } from "./webhooks/webhook-handlers.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

/** What handlers work with. */
export interface HandlerParts {
  readonly components: GatewayComponents;
  readonly settings: GatewaySettings;
  readonly keys: ApiKeys;
  readonly webhooks: Webhooks;
  readonly events: NodeEvents;
}

const EPOCH_BYTES = 5;

/** A handler for every route. */
export function gatewayHandlers({ components, settings, keys, webhooks, events }: HandlerParts): Handlers {
  const { version = "0", rng } = components;
  const epoch = base32.baseEncode(rng.fork("events").bytes(EPOCH_BYTES));
  const openapi = JSON.stringify(openApiDocument());
  return {
    ...nodeHandlers({ components, version, openapi }),
    ...blobHandlers(components, { maxBytes: settings.limits.blobBytes }),
    ...submitHandlers({ components, webhooks }),
    ...readHandlers(components),
    ...partHandlers(components),
    ...payloadHandlers(components),
    ...logHandlers(components),
    ...cancelHandlers(components),
    ...webhookHandlers(components, webhooks),
    ...eventHandlers({ components, events, epoch }),
    ...dagHandlers(components),
    ...manaHandlers(components),
    ...quotaHandlers(components),
    ...meshHandlers(components),
    ...executorHandlers(components),
    ...federationHandlers(components),
    ...keyHandlers(components, keys),
    ...aidHandlers(components),
  };
}
