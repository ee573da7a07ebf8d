import { type Route, type RouteName, routes } from "@icn-mesh/client";
import type { FastifyInstance } from "fastify";
import type { Door } from "./door.ts";
import type { Handlers } from "./handler.ts";
import { type AnyHandler, registerRoute } from "./register-route.ts";

/** What machines look for without knowing of versions. */
const AT_ROOT = ["health", "metrics", "ready"] as const satisfies readonly RouteName[];

/** Opens the door for every route. */
export function registerRoutes(app: FastifyInstance, door: Door, handlers: Handlers): void {
  for (const [name, route] of Object.entries<Route>(routes))
    registerRoute(app, door, { name, route, handler: handlers[name as RouteName] as AnyHandler });
  for (const name of door.settings.atRoot ? AT_ROOT : []) {
    const route: Route = { ...routes[name], path: `/${name}` };
    registerRoute(app, door, { name, route, handler: handlers[name] as AnyHandler });
  }
}
