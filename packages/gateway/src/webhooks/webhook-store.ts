import { type Cid, type CommitInput, cidOf, type JobId, type Storage } from "@icn-mesh/core";
import { type WebhookRecord, webhookCodec } from "./webhook-record.ts";

/** A webhook and the block that it stands in. */
export interface StoredWebhook {
  readonly cid: Cid;
  readonly record: WebhookRecord;
}

/** The outbox: webhooks that wait, and what became of the others. */
export interface WebhookStore {
  /** What to write with a job so that its webhook is not lost. */
  note(job: JobId, url: string): CommitInput;
  find(job: JobId): Promise<StoredWebhook | undefined>;
  waiting(): AsyncIterable<JobId>;
  /** Notes how an attempt went, and what the webhook stands at now. */
  move(from: StoredWebhook, to: WebhookRecord): Promise<void>;
}

const WAITING = "webhook/";
const OVER = "webhooked/";

/** The outbox in a store. */
export function createWebhookStore(storage: Storage): WebhookStore {
  async function read(cid: Cid | null): Promise<StoredWebhook | undefined> {
    const bytes = cid === null ? undefined : await storage.get(cid);
    const decoded = bytes && webhookCodec.decode(bytes);
    return decoded?.ok && cid !== null ? { cid, record: decoded.value } : undefined;
  }

  return {
    note(job, url) {
      const bytes = webhookCodec.encode(newWebhook(job, url));
      return { blocks: [{ bytes }], refs: [{ name: WAITING + job, expect: null, to: cidOf(bytes) }] };
    },
    find: async (job) => read((await storage.ref(WAITING + job)) ?? (await storage.ref(OVER + job))),
    async *waiting() {
      for await (const { name } of storage.refs(WAITING)) yield name.slice(WAITING.length) as JobId;
    },
    async move({ cid, record: { job } }, record) {
      const bytes = webhookCodec.encode(record);
      const to = cidOf(bytes);
      const refs =
        record.state === "waiting"
          ? [{ name: WAITING + job, expect: cid, to }]
          : [
              { name: WAITING + job, expect: cid, to: null },
              { name: OVER + job, expect: null, to },
            ];
      await storage.commit({ blocks: [{ bytes }], refs });
    },
  };
}

function newWebhook(job: JobId, url: string): WebhookRecord {
  return {
    t: "icn-mesh/webhook/1",
    job,
    url,
    state: "waiting",
    attempts: 0,
    lastError: null,
    endedAt: null,
    nextAt: null,
  };
}
