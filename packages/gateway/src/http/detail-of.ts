const DETAILS: Readonly<Record<string, string>> = {
  GATEWAY_BODY_TOO_LARGE: "The body is larger than this node takes.",
  GATEWAY_FOREIGN_HOST: "This node is open to its own machine alone: ask it as localhost or 127.0.0.1.",
  GATEWAY_FOREIGN_ORIGIN: "Pages of this origin may not call this node.",
  GATEWAY_IDEMPOTENCY_MISMATCH: "This key was used for something else before.",
  GATEWAY_INTERNAL: "Something failed inside the node; its log has it under the id of the request.",
  GATEWAY_JOB_ENDED: "The job has ended.",
  GATEWAY_NOT_ALLOWED: "The caller is not allowed this.",
  GATEWAY_NOT_HERE: "This node has no part that could do it.",
  GATEWAY_NOT_READY: "The node could not do it in time. Try again, under the same idempotency key.",
  GATEWAY_NO_RESULT: "The job has no result.",
  GATEWAY_TOO_MANY_REQUESTS: "The caller asks more often than it may.",
  GATEWAY_UNAUTHENTICATED: "No API key or signature, or none that is good.",
  GATEWAY_UNKNOWN: "What was asked for is not here.",
  GATEWAY_UNKNOWN_ROUTE: "There is nothing at this path; /v1/openapi.json says what there is.",
  RUNTIME_JOB_TOO_LARGE: "The job is larger than a record may be.",
  RUNTIME_QUOTA_OPEN_JOBS: "The account has as many open jobs here as it may.",
  RUNTIME_QUOTA_SPEND: "The account has spent here today what it may.",
  RUNTIME_UNKNOWN_KIND: "Nobody here knows this kind of job.",
  RUNTIME_UNKNOWN_MANIFEST: "The manifest is not in this node's store; put it there as a blob first.",
  ECONOMICS_BAD_BYTES: "The bytes are not a record.",
  ECONOMICS_BAD_SIGNATURE: "A signature does not hold.",
  ECONOMICS_BELOW_MIN_BUDGET: "The budget is less than the federation wants.",
  ECONOMICS_BUSY: "Too much is waiting for the guards; try again.",
  ECONOMICS_INSUFFICIENT: "The account has not enough.",
  ECONOMICS_NO_QUORUM: "Too few guards agreed; try again.",
  ECONOMICS_UNKNOWN_ACCOUNT: "The account has received nothing yet.",
  ECONOMICS_UNREACHABLE: "Too few guards can be reached; try again.",
  ECONOMICS_WRONG_UNIT: "The federation has no such unit, or not for this.",
};

/** What a code means, in a sentence for people; undefined for one that errors.md explains better. */
export function detailOf(code: string): string | undefined {
  return DETAILS[code];
}
