import websocket from "@fastify/websocket";
import type { Service } from "@icn-mesh/core";
import type { FastifyInstance } from "fastify";
import { createApiKeys } from "./auth/api-keys.ts";
import { signerRank } from "./auth/authenticate.ts";
import { createSignedRequests } from "./auth/signed-requests.ts";
import { assertSafe, isOpenDoor } from "./door-safety.ts";
import { GatewayError } from "./errors.ts";
import { followJobs } from "./events/node-events.ts";
import type { GatewayComponents } from "./gateway-components.ts";
import { gatewayHandlers } from "./gateway-handlers.ts";
import { type GatewayOptions, gatewaySection } from "./gateway-section.ts";
import { createApp } from "./http/create-app.ts";
import type { Door } from "./http/door.ts";
import { registerRoutes } from "./http/register-routes.ts";
import { createRequestCount } from "./http/request-count.ts";
import { registerRequestMetrics } from "./http/request-metrics.ts";
import { createStreamCount } from "./http/stream-count.ts";
import { readTls } from "./read-tls.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

/** The door of a node: its API over HTTP, by server-sent events, and by WebSocket. */
export interface Gateway extends Service {
  /** Where it listens, such as `http://127.0.0.1:7845`. Throws `GATEWAY_NOT_LISTENING` before `start`. */
  readonly url: string;
}

/** A door that is closed until it is started. Throws for one that would stand open to strangers. */
export function createGateway(components: GatewayComponents, options: GatewayOptions = {}): Gateway {
  const settings = gatewaySection.parse(options);
  assertSafe(settings);
  const { context, clock, verifier, rng, metrics } = components;
  const logger = components.logger.child("gateway");
  const webhooks = createWebhooks(components, settings.webhooks);
  const stopping = new AbortController();
  const requestMetrics = registerRequestMetrics(metrics);
  const subscribed = (open: number): void => requestMetrics.subscribers.set(open);
  const door: Door = {
    settings,
    clock,
    logger,
    metrics: requestMetrics,
    count: createRequestCount(clock, requestMetrics),
    streams: createStreamCount(settings.limits, subscribed),
    signal: stopping.signal,
  };
  const keys = createApiKeys({ storage: context.storage, clock, rng: rng.fork("api keys") });
  const guard = {
    settings,
    keys,
    isOpen: isOpenDoor(settings),
    own: context.did,
    signed: createSignedRequests({
      verifier,
      clock,
      rankOf: (did) => signerRank(settings, context.did, did),
    }),
  };
  let app: FastifyInstance | undefined;
  let undo = (): void => undefined;
  let url: string | undefined;

  return {
    name: "gateway",
    get url() {
      if (url !== undefined) return url;
      throw new GatewayError("not started", { code: "GATEWAY_NOT_LISTENING" });
    },
    async start() {
      const tls = await readTls(settings.tls, components.files);
      const opened = await createApp({ door, guard, tls });
      await opened.register(websocket, {
        options: { maxPayload: SOCKET_BYTES, handleProtocols: protocolOf },
      });
      const events = followJobs(context, () => clock.now());
      undo = events.stop;
      registerRoutes(opened, door, gatewayHandlers({ components, settings, keys, webhooks, events }));
      url = await listen(opened, settings).catch((cause) => {
        events.stop();
        throw cause;
      });
      await webhooks.start();
      app = opened;
      logger.info("listening", { url });
    },
    async stop() {
      stopping.abort();
      await app?.close();
      await webhooks.stop();
      undo();
    },
  };
}

/** Whoever only listens has little to say. */
const SOCKET_BYTES = 4096;

const SOCKET_PROTOCOL = "icn-mesh";

/** A page says its key as a second protocol, which is not said back. */
function protocolOf(offered: ReadonlySet<string>): string | false {
  return offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false;
}

async function listen(
  app: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    const listening: Promise<string> = app.listen({ host, port });
    await listening;
    return app.listeningOrigin;
  } catch (cause) {
    await app.close();
    throw new GatewayError(
      `cannot listen at ${host}:${port}`,
      { code: "GATEWAY_CANNOT_LISTEN", host, port },
      { cause },
    );
  }
}
