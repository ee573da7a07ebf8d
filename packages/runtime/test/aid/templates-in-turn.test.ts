import {
  type AidJobTemplate,
  type AidRequest,
  aidRequestRecord,
  aidTemplateRecord,
  createKeySigner,
  createSeededRng,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { expect, it } from "vitest";
import { templatesInTurn } from "../../src/aid/templates-in-turn.ts";
import { sampleSpec } from "../../src/testing/index.ts";

const rng = createSeededRng("templates");
const net = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua" as AidRequest["net"];

async function signerOf(label: string) {
  return createKeySigner({ engine: nodeCryptoEngine(), secretKey: rng.fork(label).bytes(32) });
}

async function template(id: string, tags: string[], label = id): Promise<Signed<AidJobTemplate>> {
  const signer = await signerOf(label);
  const head = { t: "icn/aid-template/1", net, by: signer.did, via: null } as const;
  return signRecord(aidTemplateRecord, { ...head, id, tags, expiresAt: 1, spec: sampleSpec() }, signer);
}

it("lets the best template answer first, and one more after each turn; an author never answers itself", async () => {
  const signer = await signerOf("asks");
  const request = await signRecord(
    aidRequestRecord,
    { t: "icn/aid-request/1", net, by: signer.did, via: null, id: "r", tags: ["a", "b", "c"], expiresAt: 1 },
    signer,
  );
  const templates = await Promise.all([
    template("one", ["a"]),
    template("all", ["a", "b", "c"]),
    template("two", ["a", "c"]),
    template("none", ["d"]),
    template("own", ["a", "b", "c"], "asks"),
  ]);
  const turns = (passed: number) => templatesInTurn(request, templates, passed).map(({ body }) => body.id);
  expect(turns(0)).toEqual(["all"]);
  expect(turns(1)).toEqual(["all", "two"]);
  expect(turns(9)).toEqual(["all", "two", "one"]);
  expect(templatesInTurn(request, [], 3)).toEqual([]);
});
