import type { AidJobTemplate, AidRequest, Signed } from "@icn-mesh/core";
import type { Aid, AidPosting, ListedAidRequest, ListedAidTemplate } from "./aid.ts";
import type { AidRegistry } from "./aid-registry.ts";
import type { AidOffers } from "./offers.ts";

/** What counts now, with what became of it. */
export function listAid(registry: AidRegistry, offers: AidOffers): ReturnType<Aid["list"]> {
  return {
    requests: registry.requests().map((request) => listedRequest(registry, request)),
    templates: registry.templates().map((template) => listedTemplate(offers, template)),
  };
}

/** A request or a template as others see it. */
export function postingOf({ cid, body }: Signed<AidJobTemplate | AidRequest>): AidPosting {
  const { by, id, tags, expiresAt } = body;
  return { cid, by, id, tags, expiresAt };
}

function listedRequest(registry: AidRegistry, request: Signed<AidRequest>): ListedAidRequest {
  const answers = registry.matchesOf(request.cid).map(({ body: { by, job, template } }) => ({
    by,
    job,
    template,
  }));
  return { ...postingOf(request), answers };
}

function listedTemplate(offers: AidOffers, template: Signed<AidJobTemplate>): ListedAidTemplate {
  const { cid, body } = template;
  const offer = offers.of(cid);
  return {
    ...postingOf(template),
    spec: body.spec,
    offer: offer === undefined ? null : { used: offers.used(cid), atMost: offer.atMost },
  };
}
