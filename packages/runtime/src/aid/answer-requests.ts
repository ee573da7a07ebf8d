import {
  type AidJobTemplate,
  type AidRequest,
  aidMatchRecord,
  type Cid,
  type Clock,
  type Logger,
  type NetworkId,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import type { SubmitResult } from "../context/submit-job.ts";
import type { SubmitOptions } from "../context/submit-options.ts";
import { createKeyedTasks, type Task } from "../tasks/keyed-tasks.ts";
import { retryLater } from "../tasks/retry-later.ts";
import type { AidAnswer, AidBody, AidOffer } from "./aid-records.ts";
import type { AidRegistry } from "./aid-registry.ts";
import type { AidOffers } from "./offers.ts";
import { templatesInTurn } from "./templates-in-turn.ts";

/** Submits a job as the context of a node does. */
export type SubmitForAid = (
  work: Pick<AidJobTemplate, "spec"> & Pick<AidOffer, "cost" | "manifest">,
  options: SubmitOptions,
) => Promise<SubmitResult>;

/** Answers requests by the templates of this node, each request once for ever. */
export interface AidAnswers {
  /** Looks again whose turn it is. */
  look(): void;
  stop(): Promise<void>;
}

/** What answering needs. */
export interface AidAnswersComponents {
  readonly net: NetworkId;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: AidRegistry;
  readonly offers: AidOffers;
  readonly submit: SubmitForAid;
  readonly signerOf: (account: AidBody["by"]) => Signer | undefined;
  readonly publish: (record: Signed<AidBody>) => Promise<boolean>;
}

/** After so long without an answer, the next best template has its turn too. */
const TURN_MS = 30_000;
const MOST_TURNS = 16;
const SUBMIT_AGAIN_MS = 60_000;

interface Match {
  readonly request: Signed<AidRequest>;
  readonly template: Signed<AidJobTemplate>;
  readonly offer: AidOffer;
}

/** Nothing is answered before `look`. */
export function createAidAnswers(components: AidAnswersComponents): AidAnswers {
  const { net, clock, logger, registry, offers, submit, signerOf, publish } = components;
  const tasks = createKeyedTasks({ onFailure: retryLater({ clock, logger }, { what: "aid" }) });

  function matchFor(request: Signed<AidRequest>): Match | undefined {
    if (registry.matchesOf(request.cid).length > 0) return undefined;
    const waited = clock.monotonic() - registry.cameAt(request.cid);
    const passed = Math.min(MOST_TURNS, Math.floor(waited / TURN_MS));
    for (const template of templatesInTurn(request, registry.templates(), passed)) {
      const offer = offers.of(template.cid);
      if (offer !== undefined) return { request, template, offer };
    }
    return undefined;
  }

  /** Of those whose turn it is, as many as were promised. */
  function matches(): readonly Match[] {
    const promised = new Map<Cid, number>();
    return registry.requests().flatMap((request) => {
      const match = offers.answerTo(request.cid) === undefined ? matchFor(request) : undefined;
      if (match === undefined) return [];
      const { cid } = match.template;
      const used = promised.get(cid) ?? offers.used(cid);
      promised.set(cid, used + 1);
      return used < match.offer.atMost ? [match] : [];
    });
  }

  async function answer({ request, template, offer }: Match, signal: AbortSignal): Promise<void> {
    const options: SubmitOptions = {
      idempotencyKey: `aid/${request.cid}`,
      name: template.body.id,
      labels: { "aid-request": request.cid, "aid-template": template.cid },
      also: (job) => offers.writeAnswer(request.cid, template.cid, job),
      ...(offer.principal === null ? {} : { principal: offer.principal }),
    };
    for (;;) {
      const { cost, manifest } = offer;
      const result = await submit({ spec: template.body.spec, cost, manifest }, options);
      if (result.ok) break;
      logger.warn("aid cannot be given now", { request: request.cid, code: result.refusal.code });
      await clock.after(SUBMIT_AGAIN_MS, { signal });
    }
    const given = await offers.answered(request.cid);
    if (given !== undefined) await tell(given);
  }

  /** What was answered and not told: the process ended in between. */
  function untold(): readonly AidAnswer[] {
    const isTold = ({ request, template }: AidAnswer) =>
      registry.matchesOf(request).some(({ body }) => body.template === template);
    return [...offers.answers()].filter((each) => registry.get(each.request) !== undefined && !isTold(each));
  }

  async function tell({ request, template, job }: AidAnswer): Promise<void> {
    const author = registry.get(template)?.body.by;
    const expiresAt = registry.get(request)?.body.expiresAt;
    const signer = author === undefined ? undefined : signerOf(author);
    if (signer === undefined || expiresAt === undefined) return;
    const head = { t: "icn/aid-match/1", net, by: signer.did, via: null } as const;
    await publish(await signRecord(aidMatchRecord, { ...head, request, template, job, expiresAt }, signer));
  }

  function wanted(): readonly Task[] {
    return [
      ...matches().map((match) => ({
        key: `answer ${match.request.cid}`,
        run: (signal: AbortSignal) => answer(match, signal),
      })),
      ...untold().map((each) => ({ key: `answer ${each.request}`, run: () => tell(each) })),
    ];
  }

  return {
    look: () => tasks.sync(wanted()),
    stop: tasks.stop,
  };
}
