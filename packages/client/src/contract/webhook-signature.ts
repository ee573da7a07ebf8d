import { isDid, type Verifier } from "@icn-mesh/core";
import { base64pad } from "multiformats/bases/base64";

/** What the signature of a webhook covers. */
export interface WebhookParts {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly body: Uint8Array;
}

/** The bytes that are signed, as Standard Webhooks has them. They begin with a CID in text, as no record does. */
export function webhookBase({ id, timestamp, body }: WebhookParts): Uint8Array {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const base = new Uint8Array(head.length + body.length);
  base.set(head);
  base.set(body, head.length);
  return base;
}

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** How a webhook is checked. */
export interface WebhookCheck {
  readonly verifier: Verifier;
  /** The account of the node that the job was submitted to. */
  readonly node: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const FRESH_SECONDS = 300;

/** True if a webhook comes from that node, and was sent within the last minutes. */
export function isFromNode(
  { headers, body }: ReceivedWebhook,
  { verifier, node, now }: WebhookCheck,
): boolean {
  const id = headers["webhook-id"] ?? "";
  const timestamp = Number(headers["webhook-timestamp"] ?? "");
  const signature = /^v1a,([A-Za-z0-9+/]{86}==)$/.exec(headers["webhook-signature"] ?? "")?.[1];
  if (signature === undefined || !isDid(node) || !Number.isSafeInteger(timestamp)) return false;
  if (Math.abs(now / 1000 - timestamp) > FRESH_SECONDS) return false;
  const message = webhookBase({ id, timestamp, body });
  return verifier.verify({ by: node, message, signature: base64pad.baseDecode(signature) });
}
