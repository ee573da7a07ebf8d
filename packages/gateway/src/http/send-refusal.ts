import { PROBLEM_TYPE } from "@icn-mesh/client";
import type { FastifyReply } from "fastify";
import { type Coded, problemOf } from "./problem-of.ts";

/** Answers with a problem. */
export function sendRefusal(
  reply: FastifyReply,
  refused: Coded,
  how: "refused" | "thrown" = "refused",
): FastifyReply {
  const problem = problemOf(refused, reply.request.id, how);
  if ("retryInMs" in refused) reply.header("retry-after", Math.ceil(Number(refused.retryInMs) / 1000));
  return reply.status(problem.status).header("content-type", PROBLEM_TYPE).send(JSON.stringify(problem));
}
