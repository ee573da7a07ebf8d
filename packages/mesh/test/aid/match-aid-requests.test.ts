import type { AidJobTemplate, AidRequest } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { createAidMatcher, matchAidRequests, matchRegistryRequests } from "@icn-mesh/mesh";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jobBody, net } from "../job-samples.ts";

const head = { net, by: sampleDid(1), via: null };
const request = (id: string, ...tags: readonly string[]): AidRequest => ({
  ...head,
  t: "icn/aid-request/1",
  expiresAt: 1,
  id,
  tags: [...tags],
});
const template = (id: string, ...tags: readonly string[]): AidJobTemplate => ({
  ...head,
  t: "icn/aid-template/1",
  expiresAt: 1,
  id,
  tags: [...tags],
  spec: jobBody().spec,
});
const pairsOf = (requests: readonly AidRequest[], templates: readonly AidJobTemplate[]) =>
  matchAidRequests(requests, templates).map((pair) => [pair.request.id, pair.template.id, ...pair.shared]);

describe("matching aid", () => {
  it("pairs each request with the template that shares most tags with it", () => {
    const templates = [template("meals", "food"), template("kitchen", "food", "shelter")];
    expect(pairsOf([request("family", "shelter", "food")], templates)).toEqual([
      ["family", "kitchen", "shelter", "food"],
    ]);
  });

  it("leaves out what nobody covers", () => {
    expect(pairsOf([request("lonely", "music")], [template("meals", "food")])).toEqual([]);
    expect(pairsOf([request("lonely", "music")], [])).toEqual([]);
    expect(pairsOf([], [template("meals", "food")])).toEqual([]);
  });

  it("compares tags letter by letter", () => {
    expect(pairsOf([request("loud", "Food", "foo")], [template("meals", "food")])).toEqual([]);
  });

  it("puts the best pair first, equals by id, then by signer", () => {
    const templates = [template("all", "a", "b", "c")];
    const requests = [
      request("z", "a"),
      request("two", "a", "b"),
      request("y", "b"),
      request("three", "c", "b", "a"),
    ];
    expect(pairsOf(requests, templates).map(([id]) => id)).toEqual(["three", "two", "y", "z"]);
    const twins = [sampleDid(3), sampleDid(2)].map((by) => ({ ...request("same", "a"), by }));
    const signers = matchAidRequests(twins, templates).map((pair) => pair.request.by);
    expect(signers).toEqual(signers.toSorted());
  });

  it("settles a tie between templates by id, then by signer", () => {
    expect(pairsOf([request("r", "a")], [template("second", "a"), template("first", "a")])).toEqual([
      ["r", "first", "a"],
    ]);
    const twins = [sampleDid(3), sampleDid(2)].map((by) => ({ ...template("same", "a"), by }));
    const [least] = twins.map(({ by }) => by).toSorted();
    expect(createAidMatcher(twins)(request("r", "a"))?.template.by).toBe(least);
  });

  it("counts a tag once, however often it is written", () => {
    const templates = [template("noisy", "a", "a", "a"), template("plain", "a", "b")];
    expect(pairsOf([request("r", "a", "a", "b")], templates)).toEqual([["r", "plain", "a", "b"]]);
  });

  it("gives the same pairs whatever the order of requests and templates", () => {
    const tags = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 4 });
    const named = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 2 }), tags), {
      selector: ([id]) => id,
      maxLength: 12,
    });
    const property = fc.property(named, named, (requests, templates) => {
      const asked = requests.map(([id, of]) => request(id, ...of));
      const offered = templates.map(([id, of]) => template(id, ...of));
      expect(pairsOf(asked.toReversed(), offered.toReversed())).toEqual(pairsOf(asked, offered));
    });
    void fc.assert(property);
  });
});

describe("matching a registry", () => {
  it("goes in its order, and reads no further than is asked for", () => {
    const read: string[] = [];
    function* registry() {
      for (const id of ["one", "two", "three"]) {
        read.push(id);
        yield request(id, id === "one" ? "other" : "a");
      }
    }
    const pairs = matchRegistryRequests(registry(), [template("t", "a")]);
    expect(pairs.next().value?.request.id).toBe("two");
    expect(read).toEqual(["one", "two"]);
    expect([...pairs].map((pair) => pair.request.id)).toEqual(["three"]);
  });
});
