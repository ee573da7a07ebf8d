import type { Did } from "@icn-mesh/core";
import type { GuardReply } from "./guard-reply.ts";
import type { GuardRequest } from "./guard-request.ts";

/** The other guards of the federation. */
export interface GuardPeers {
  /** Rejects where the guard cannot be reached. */
  ask(guard: Did, request: GuardRequest): Promise<GuardReply>;
}
