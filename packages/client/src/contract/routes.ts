import { blobRoutes } from "./blob-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { nodeRoutes } from "./node-routes.ts";

/** Everything that can be asked of a node over HTTP, by name. */
export const routes = { ...nodeRoutes, ...blobRoutes, ...jobRoutes, ...eventRoutes } as const;

/** The name of a route. */
export type RouteName = keyof typeof routes;
