import { PROBLEM_TYPE } from "@icn-mesh/client";
import type { FastifyReply } from "fastify";
import { type Coded, problemOf } from "./problem-of.ts";
import { retryAfter } from "./retry-after.ts";

/** Answers with a problem. */
export function sendRefusal(
  reply: FastifyReply,
  refused: Coded,
  how: "refused" | "thrown" = "refused",
): FastifyReply {
  const problem = problemOf(refused, reply.request.id, how);
  const seconds = retryAfter(problem.status, refused);
  if (seconds !== undefined) reply.header("retry-after", seconds);
  return reply.status(problem.status).header("content-type", PROBLEM_TYPE).send(JSON.stringify(problem));
}
