import { toJsonData } from "@icn-mesh/client";
import type { Cid } from "@icn-mesh/core";
import type { AidPosting, AidPostResult, ListedAidTemplate } from "@icn-mesh/runtime";
import { type Caller, owns } from "../auth/caller.ts";
import type { GatewayComponents } from "../gateway-components.ts";
import type { Handlers } from "../http/handler.ts";
import { type Answer, answered, refuse } from "../http/refusal.ts";
import { specOf } from "../jobs/submission-of.ts";

/** Handles mutual aid. */
export function aidHandlers({
  context,
}: Pick<GatewayComponents, "context">): Handlers<"listAid" | "offerAid" | "requestAid" | "withdrawAid"> {
  const { aid } = context;

  /** What a caller has posted, or may answer for. */
  async function isOwn(caller: Caller, cid: Cid): Promise<boolean> {
    const { requests, templates } = aid.list();
    const posted = [...requests, ...templates].find((each) => each.cid === cid);
    return posted !== undefined && owns(caller, posted.by, context);
  }

  return {
    async listAid() {
      const { requests, templates } = aid.list();
      return answered({
        requests: requests.map(({ answers, ...rest }) => ({
          ...postingJson(rest),
          answers: answers.map(({ job, template, by }) => ({ job, template, by })),
        })),
        templates: templates.map(templateJson),
      });
    },
    async requestAid({ body: { tags, id, forMs }, caller }) {
      if (caller.did !== undefined) return KEY_ELSEWHERE;
      return posted(await aid.request({ tags, ...optionsOf({ id, forMs }, caller) }));
    },
    async offerAid({ body: { tags, id, forMs, spec, manifest, cost, atMost }, caller }) {
      if (caller.did !== undefined) return KEY_ELSEWHERE;
      const read = specOf(spec);
      if (!read.ok) return read;
      const terms = { tags, spec: read.value, cost: BigInt(cost), ...optionsOf({ id, forMs }, caller) };
      const job = manifest === undefined ? {} : { manifest };
      return posted(await aid.offer({ ...terms, ...job, ...(atMost === undefined ? {} : { atMost }) }));
    },
    async withdrawAid({ params: { cid }, caller }) {
      if (!(await isOwn(caller, cid))) return refuse({ code: "GATEWAY_UNKNOWN", what: "aid" });
      const result = await aid.withdraw(cid);
      return result.ok ? answered({ withdrawn: true } as const) : refuse(result.refusal);
    },
  };
}

const KEY_ELSEWHERE = refuse({ code: "GATEWAY_NOT_HERE", what: "the key of this account" });

interface WishOptions {
  readonly id: string | undefined;
  readonly forMs: number | undefined;
}

function optionsOf({ id, forMs }: WishOptions, { principal }: Caller) {
  return {
    ...(id === undefined ? {} : { id }),
    ...(forMs === undefined ? {} : { forMs }),
    ...(principal === null ? {} : { principal }),
  };
}

function posted(result: AidPostResult): Answer<ReturnType<typeof postingJson>> {
  return result.ok ? answered(postingJson(result.posting)) : refuse(result.refusal);
}

function postingJson({ cid, by, id, tags, expiresAt }: AidPosting) {
  return { cid, by, id, tags: [...tags], expiresAt };
}

function templateJson({ spec, offer, ...rest }: ListedAidTemplate) {
  return { ...postingJson(rest), spec: toJsonData(spec), offer };
}
