import type { CommitInput, JobId, Service } from "@icn-mesh/core";
import type { GatewayComponents } from "../gateway-components.ts";
import type { GatewaySettings } from "../gateway-section.ts";
import type { GatewayRefusal } from "../http/refusal.ts";
import { createDueTimes } from "./due-times.ts";
import { webhookFault } from "./webhook-fault.ts";
import { type WebhookMessage, webhookMessage } from "./webhook-message.ts";
import type { WebhookRecord } from "./webhook-record.ts";
import { createWebhookStore, type StoredWebhook } from "./webhook-store.ts";

/** Tells servers of callers that their jobs have ended: once is enough, so they are told until they answer. */
export interface Webhooks extends Service {
  /** Why a webhook is not taken. */
  faultIn(url: string): GatewayRefusal | undefined;
  /** What to write with a job so that its webhook outlives a crash. */
  note(job: JobId, url: string): CommitInput;
  /** What became of the webhook of a job. */
  show(job: JobId): Promise<WebhookRecord | undefined>;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3_600_000;
const POST_MS = 10_000;
const ENDED: ReadonlySet<string> = new Set(["Completed", "Failed", "Cancelled"]);

/** The webhooks of a node, whose outbox is in its store. */
export function createWebhooks(
  components: GatewayComponents,
  settings: GatewaySettings["webhooks"],
): Webhooks {
  const { context, clock } = components;
  const logger = components.logger.child("webhooks");
  const store = createWebhookStore(context.storage);
  const sent = components.metrics.counter("icn_mesh_webhooks_total", {
    help: "Attempts to tell a server that a job has ended.",
    labels: ["outcome"],
  });
  const post = createPost(components, settings);
  const stopping = new AbortController();
  const due = createDueTimes<JobId>({ clock, signal: stopping.signal, work: attempt });
  let stopListening = (): void => undefined;
  let working: Promise<void> = Promise.resolve();

  async function attempt(job: JobId): Promise<void> {
    try {
      await deliver(job);
    } catch (error) {
      logger.error("a webhook failed", { job, reason: String(error) });
      due.at(job, clock.now() + LONGEST_PAUSE_MS);
    }
  }

  async function deliver(job: JobId): Promise<void> {
    const stored = await store.find(job);
    if (stored?.record.state !== "waiting") return;
    const message = await webhookMessage(components, job);
    if (message === undefined) return;
    const why = await post(stored.record.url, message, stopping.signal);
    if (stopping.signal.aborted) return;
    sent.add(1, { outcome: why === undefined ? "delivered" : "failed" });
    await note(stored, why);
  }

  async function note(stored: StoredWebhook, why: string | undefined): Promise<void> {
    const next = afterAttempt(stored.record, { why, now: clock.now(), ...settings });
    await store.move(stored, next);
    if (next.nextAt !== null) due.at(next.job, next.nextAt);
    if (next.state === "given-up") logger.warn("webhook given up", { job: next.job, why: why ?? "" });
  }

  return {
    name: "webhooks",
    faultIn(url) {
      if (components.poster === undefined) return { code: "GATEWAY_NOT_HERE", what: "webhooks" };
      const message = webhookFault(url, settings.allowPrivate);
      if (message === undefined) return undefined;
      return { code: "GATEWAY_BAD_REQUEST", path: "body.webhook.url", message };
    },
    note: store.note,
    show: async (job) => (await store.find(job))?.record,
    async start() {
      stopListening = context.manager.events.on("job", ({ id, status }) => {
        if (ENDED.has(status)) due.at(id, clock.now());
      });
      // Those whose job has not ended are looked at, and heard of again when it does.
      for await (const job of store.waiting()) {
        const stored = await store.find(job);
        due.at(job, stored?.record.nextAt ?? clock.now());
      }
      working = due.run();
    },
    async stop() {
      stopListening();
      stopping.abort();
      await working;
    },
  };
}

/** Sends a message; resolves to why it was not heard, or to nothing. */
type Post = (url: string, message: WebhookMessage, stopping: AbortSignal) => Promise<string | undefined>;

function createPost(
  { poster, clock }: GatewayComponents,
  { allowPrivate }: GatewaySettings["webhooks"],
): Post {
  return async (url, message, stopping) => {
    const late = new AbortController();
    const signal = AbortSignal.any([stopping, late.signal]);
    const answered = new AbortController();
    clock.after(POST_MS, { signal: AbortSignal.any([stopping, answered.signal]) }).then(
      () => late.abort(),
      () => undefined, // stopped, or answered before
    );
    const result = await poster?.post({ ...message, url, allowPrivate, signal });
    answered.abort();
    if (result === undefined) return "nothing here sends webhooks";
    return result.ok ? statusFault(result.status) : result.why;
  };
}

/** Any answer but a success is a reason to try again, save the one that says that nobody ever wants to hear of it. */
function statusFault(status: number): string | undefined {
  return status >= 200 && status < 300 ? undefined : `status ${status}`;
}

interface Attempt {
  readonly why: string | undefined;
  readonly now: number;
  readonly giveUpAfterMs: number;
}

const GONE = "status 410";

function afterAttempt(record: WebhookRecord, { why, now, giveUpAfterMs }: Attempt): WebhookRecord {
  const attempts = record.attempts + 1;
  const endedAt = record.endedAt ?? now;
  const next = { ...record, attempts, endedAt, lastError: why ?? null };
  if (why === undefined) return { ...next, state: "delivered", nextAt: null };
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20));
  const isOver = why === GONE || now + pauseMs > endedAt + giveUpAfterMs;
  return isOver ? { ...next, state: "given-up", nextAt: null } : { ...next, nextAt: now + pauseMs };
}
