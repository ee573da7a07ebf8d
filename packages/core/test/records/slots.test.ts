import {
  type AnyBody,
  aidRequestRecord,
  cidOf,
  compareFacts,
  constitutionRecord,
  type NetworkId,
  nodeRecord,
  type RecordDefinition,
  recordOfType,
  voteRecord,
} from "@icn-mesh/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleBodies } from "./samples.ts";

type Of<Type extends AnyBody["t"]> = Extract<AnyBody, { t: Type }>;

const otherNet = cidOf(Uint8Array.of(0xa0, 0xa0)) as NetworkId;
const sample = <Type extends AnyBody["t"]>(type: Type) =>
  sampleBodies.find(({ t }) => t === type) as Of<Type>;
const place = <Body extends AnyBody>(definition: RecordDefinition<Body>, body: Body) => {
  const cid = cidOf(definition.codec.encode(body));
  return { cid, slot: definition.slotOf(body, cid) };
};

describe("the slot of a record", () => {
  it.each(sampleBodies.filter(({ net }) => net !== null).map((body, index) => ({ t: body.t, index, body })))(
    "of $t is another one in every network, sample $index",
    ({ t, body }) => {
      const definition = recordOfType(t) as RecordDefinition<AnyBody>;
      const facts = [
        place(definition, body),
        place(definition, { ...body, net: otherNet } as AnyBody),
      ] as const;
      expect(compareFacts(...facts)).toBe("unrelated");
    },
  );

  it("lets one account found two networks, and not change its mind about one", () => {
    const genesis = sample("icn/constitution/1");
    const another = place(constitutionRecord, { ...genesis, graceMs: 1 });
    expect(compareFacts(place(constitutionRecord, genesis), another)).toBe("unrelated");
    const second = { ...genesis, net: otherNet, epoch: 1, prev: otherNet };
    const rival = place(constitutionRecord, { ...second, graceMs: 1 });
    expect(compareFacts(place(constitutionRecord, second), rival)).toBe("equivocation");
  });

  it("is the same for two bodies only if they say the same thing twice", () => {
    const node = sample("icn/node/1");
    const changed = place(nodeRecord, { ...node, roles: [] });
    expect(compareFacts(place(nodeRecord, node), changed)).toBe("equivocation");
    const next = place(nodeRecord, { ...node, seq: node.seq + 1 });
    expect(compareFacts(place(nodeRecord, node), next)).toBe("unrelated");
  });

  it("does not confuse parts, whatever text is in them", () => {
    const texts = fc.stringMatching(/^[a1 ]{1,6}$/);
    const vote = sample("icn/vote/1");
    const request = sample("icn/aid-request/1");
    fc.assert(
      fc.property(fc.tuple(texts, fc.nat(11)), fc.tuple(texts, fc.nat(11)), (left, right) => {
        const [one, two] = [left, right].map(
          ([slot, ballot]) => place(voteRecord, { ...vote, slot, ballot }).slot,
        );
        expect(one === two).toBe(left[0] === right[0] && left[1] === right[1]);
        const [first, second] = [left, right].map(([id]) => place(aidRequestRecord, { ...request, id }).slot);
        expect(first === second).toBe(left[0] === right[0]);
      }),
    );
  });

  it("fits into the field for the name of a slot, wherever guards vote on it", () => {
    const longest = sampleBodies
      .filter(({ t }) => /op|assign|close|deposit/.test(t))
      .map((body) => {
        const widest = { ...body, ...("seq" in body && { seq: Number.MAX_SAFE_INTEGER }) } as AnyBody;
        return place(recordOfType(body.t) as RecordDefinition<AnyBody>, widest).slot.length;
      });
    expect(Math.max(...longest)).toBeLessThanOrEqual(256);
  });
});
