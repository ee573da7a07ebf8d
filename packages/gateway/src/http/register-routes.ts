import { type Route, type RouteName, routes } from "@icn-mesh/client";
import type { FastifyInstance } from "fastify";
import type { Door } from "./door.ts";
import type { Handlers } from "./handler.ts";
import { type AnyHandler, registerRoute } from "./register-route.ts";

/** Opens the door for every route. */
export function registerRoutes(app: FastifyInstance, door: Door, handlers: Handlers): void {
  for (const [name, route] of Object.entries<Route>(routes))
    registerRoute(app, door, { name, route, handler: handlers[name as RouteName] as AnyHandler });
}
