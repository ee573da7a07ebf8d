export type { BytesInput, CallOf, CallOptions } from "./call/create-caller.ts";
export type { Credentials } from "./call/credentials.ts";
export type { ByteReadable, FetchLike, FetchRequest, FetchResponse } from "./call/fetch-like.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export type { JobEvent, NodeEvent } from "./contract/events.ts";
export { type HistoryBundle, historyBundleCodec } from "./contract/history-bundle.ts";
export type { JobSpecInput } from "./contract/job-spec-json.ts";
export type { JobSubmission } from "./contract/job-submission.ts";
export type { HistoryLine, JobDetail } from "./contract/job-views.ts";
export { fromJsonData, type Json, toJsonData } from "./contract/json-data.ts";
export { PROBLEM_TYPE, type Problem, problemSchema } from "./contract/problem.ts";
export { digestOf, type SignedParts, signatureBase, signatureParams } from "./contract/request-signature.ts";
export type { AnswerOf, BodyOf, EventOf, ParamsOf, QueryOf, Route, StreamKind } from "./contract/route.ts";
export { type RouteName, routes } from "./contract/routes.ts";
export { SCOPES, type Scope, scopeSchema } from "./contract/scopes.ts";
export {
  isFromNode,
  type ReceivedWebhook,
  type WebhookCheck,
  type WebhookParts,
  webhookBase,
} from "./contract/webhook-signature.ts";
export { ClientError, type ClientFailure } from "./errors.ts";
export type { SubmitAndWaitOptions } from "./jobs/submit-and-wait.ts";
export type { GivenBy, RouteMethod, RouteMethods } from "./route-methods.ts";
export type { PaidAttempt } from "./verify/check-money.ts";
export type { HistoryProblem } from "./verify/history-problem.ts";
export {
  type VerifiedHistory,
  type VerifyHistoryOptions,
  verifyHistoryCar,
} from "./verify/verify-history.ts";
