import { aidRoutes } from "./aid-routes.ts";
import { blobRoutes } from "./blob-routes.ts";
import { dagRoutes } from "./dag-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { executorRoutes } from "./executor-routes.ts";
import { federationRoutes } from "./federation-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { keyRoutes } from "./key-routes.ts";
import { manaRoutes } from "./mana-routes.ts";
import { meshRoutes } from "./mesh-routes.ts";
import { nodeRoutes } from "./node-routes.ts";
import { quotaRoutes } from "./quota-routes.ts";

/** Everything that can be asked of a node over HTTP, by name. */
export const routes = {
  ...nodeRoutes,
  ...blobRoutes,
  ...jobRoutes,
  ...eventRoutes,
  ...dagRoutes,
  ...manaRoutes,
  ...quotaRoutes,
  ...meshRoutes,
  ...executorRoutes,
  ...federationRoutes,
  ...aidRoutes,
  ...keyRoutes,
} as const;

/** The name of a route. */
export type RouteName = keyof typeof routes;
