import {
  type AidJobTemplate,
  type AidRequest,
  aidRequestRecord,
  aidRequestSchema,
  aidTemplateRecord,
  aidTemplateSchema,
  aidWithdrawalRecord,
  type Cid,
  type Clock,
  cidOf,
  type NetworkId,
  type Rng,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import type * as z from "zod";
import { RuntimeError } from "../errors.ts";
import type { Accounts } from "../mana/accounts.ts";
import type { Aid, AidPostResult, AidTerms, AidWish, AidWithdrawResult } from "./aid.ts";
import type { AidBody, AidOffer } from "./aid-records.ts";
import type { AidRegistry } from "./aid-registry.ts";
import { postingOf } from "./list-aid.ts";
import type { AidOffers } from "./offers.ts";

/** What posting needs. */
export interface PostAidComponents {
  readonly net: NetworkId;
  readonly clock: Pick<Clock, "now">;
  readonly rng: Rng;
  readonly accounts: Pick<Accounts, "own" | "principal" | "signerOf">;
  readonly registry: AidRegistry;
  readonly offers: AidOffers;
  /** Keeps a record and tells others; false for one that is larger than others take, or ends later. */
  readonly publish: (record: Signed<AidBody>) => Promise<boolean>;
}

const WEEK_MS = 7 * 24 * 3_600_000;
const ID_BYTES = 16;
const ID_LETTERS = 20;

/** Posts what principals, or the node itself, ask for and offer, each under its own key. */
export function createAidPost(components: PostAidComponents): Pick<Aid, "offer" | "request" | "withdraw"> {
  const { net, clock, rng, accounts, registry, offers, publish } = components;

  async function signerFor(principal: string | undefined): Promise<Signer> {
    const { account } = principal === undefined ? accounts.own : await accounts.principal(principal);
    const signer = accounts.signerOf(account);
    if (signer !== undefined) return signer;
    throw new RuntimeError("the key is not here", { code: "RUNTIME_NOT_OUR_ACCOUNT", account });
  }

  function fieldsOf({ id, tags, forMs = WEEK_MS }: AidWish) {
    const drawn = cidOf(rng.bytes(ID_BYTES), "raw").slice(-ID_LETTERS);
    return { id: id ?? drawn, tags: [...tags], expiresAt: clock.now() + forMs };
  }

  const head = (signer: Signer) => ({ net, by: signer.did, via: null }) as const;

  async function posted(record: Signed<AidJobTemplate | AidRequest>): Promise<AidPostResult> {
    if (await publish(record)) return { ok: true, posting: postingOf(record) };
    return invalid("", "it is too large, or lasts too long");
  }

  return {
    async request(wish) {
      const signer = await signerFor(wish.principal);
      const body: AidRequest = { t: "icn/aid-request/1", ...head(signer), ...fieldsOf(wish) };
      return faultIn(aidRequestSchema, body) ?? posted(await signRecord(aidRequestRecord, body, signer));
    },
    async offer(terms) {
      const signer = await signerFor(terms.principal);
      const { spec } = terms;
      const body: AidJobTemplate = { t: "icn/aid-template/1", ...head(signer), ...fieldsOf(terms), spec };
      const fault = faultIn(aidTemplateSchema, body);
      if (fault !== undefined) return fault;
      const record = await signRecord(aidTemplateRecord, body, signer);
      await offers.make(offerOf(record.cid, terms));
      return posted(record);
    },
    async withdraw(of): Promise<AidWithdrawResult> {
      const known = registry.get(of);
      if (known === undefined) return { ok: false, refusal: { code: "RUNTIME_UNKNOWN_AID", cid: of } };
      const { by, expiresAt } = known.body;
      const signer = accounts.signerOf(by);
      if (signer === undefined) return { ok: false, refusal: { code: "RUNTIME_NOT_OUR_AID", by } };
      const body = { t: "icn/aid-withdrawal/1", ...head(signer), of, expiresAt } as const;
      await publish(await signRecord(aidWithdrawalRecord, body, signer));
      return { ok: true };
    },
  };
}

function offerOf(template: Cid, { cost, atMost = 1, manifest, principal }: AidTerms): AidOffer {
  return {
    t: "icn-mesh/aid-offer/1",
    template,
    cost,
    atMost,
    manifest: manifest ?? null,
    principal: principal ?? null,
  };
}

function faultIn(schema: z.ZodType, body: unknown): AidPostResult | undefined {
  const issue = schema.safeParse(body).error?.issues[0];
  return issue && invalid(issue.path.join("."), issue.message);
}

function invalid(path: string, message: string): AidPostResult {
  return { ok: false, refusal: { code: "RUNTIME_INVALID_AID", path, message } };
}
