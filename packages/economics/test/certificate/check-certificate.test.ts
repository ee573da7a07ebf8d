import { type Certificate, certificateCodec, type Did } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock } from "@icn-mesh/core/testing";
import { checkCertificate, operationSlot, readProof } from "@icn-mesh/economics";
import { createSampleEconomy, type SampleEconomy } from "@icn-mesh/economics/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { fund } from "../a-job.ts";

let economy: SampleEconomy;
let certificate: Certificate;

beforeAll(async () => {
  economy = await createSampleEconomy({ engine: nodeCryptoEngine(), clock: createHandClock(), guards: 4 });
  const client = await economy.client(1);
  await fund(economy, client);
  const proof = await client.proof(operationSlot(economy.federation.net, client.account, 0));
  certificate = certificateCodec.parse(proof!.certificate);
});

const otherCid = () => economy.federation.net as string as Certificate["outcome"];
const stranger = (): Did => economy.signer(9).did;

const cases: readonly {
  readonly what: string;
  readonly code: string;
  readonly change: (good: Certificate) => Certificate;
}[] = [
  {
    what: "one vote too few",
    code: "ECONOMICS_NO_QUORUM",
    change: (good) => ({ ...good, votes: good.votes.slice(1) }),
  },
  {
    what: "one vote twice",
    code: "ECONOMICS_VOTES_UNSORTED",
    change: ({ votes: [one, two], ...good }) => ({ ...good, votes: [one!, two!, two!] }),
  },
  {
    what: "votes out of order",
    code: "ECONOMICS_VOTES_UNSORTED",
    change: (good) => ({ ...good, votes: good.votes.toReversed() }),
  },
  {
    what: "the vote of a stranger",
    code: "ECONOMICS_NOT_A_GUARD",
    change: (good) => ({
      ...good,
      votes: [...good.votes.slice(1), { ...good.votes[0]!, by: stranger() }].sort((one, other) =>
        one.by < other.by ? -1 : 1,
      ),
    }),
  },
  {
    what: "votes of two ballots",
    code: "ECONOMICS_NO_QUORUM",
    change: (good) => ({ ...good, votes: good.votes.map((vote, index) => ({ ...vote, ballot: index })) }),
  },
  {
    what: "another outcome",
    code: "ECONOMICS_BAD_SIGNATURE",
    change: (good) => ({ ...good, outcome: otherCid() }),
  },
  {
    what: "another slot",
    code: "ECONOMICS_BAD_SIGNATURE",
    change: (good) => ({ ...good, slot: `${good.slot}0` }),
  },
  {
    what: "another network",
    code: "ECONOMICS_FOREIGN",
    change: (good) => ({ ...good, net: otherCid().toString().replace(/.{4}$/, "aaaa") as never }),
  },
  { what: "another epoch", code: "ECONOMICS_FOREIGN", change: (good) => ({ ...good, epoch: 1 }) },
];

describe("a certificate", () => {
  it("of a quorum is money", () => {
    expect(checkCertificate(economy.federation, certificate, economy.verifier).ok).toBe(true);
  });

  it.each(cases)("with $what is not", ({ code, change }) => {
    expect(checkCertificate(economy.federation, change(certificate), economy.verifier)).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });

  it("does not prove a body that it does not name", () => {
    const proof = {
      certificate: certificateCodec.encode(certificate),
      body: Uint8Array.of(0xa0),
      terms: null,
    };
    expect(readProof(economy.federation, proof, economy.verifier)).toMatchObject({
      ok: false,
      refusal: { code: "ECONOMICS_WRONG_EVIDENCE" },
    });
  });
});
