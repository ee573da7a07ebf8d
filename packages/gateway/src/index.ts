export { createGateway, type Gateway } from "./create-gateway.ts";
export { GatewayError, type GatewayFailure } from "./errors.ts";
export type { FederationDesk } from "./federations/federation-desk.ts";
export type { GatewayComponents, ReadyCheck } from "./gateway-components.ts";
export { type GatewayOptions, type GatewaySettings, gatewaySection } from "./gateway-section.ts";
export { type OpenApiDocument, openApiDocument } from "./openapi/openapi-document.ts";
export type { FileReader } from "./ports/file-reader.ts";
export type { HttpPost, HttpPoster, PostResult } from "./ports/http-poster.ts";
