import { describe, expect, it } from "vitest";
import { nobleEngine } from "../../src/index.ts";
import { createRealKeys, createSimulatedKeys } from "../../src/testing/simulated-keys.ts";

const message = new TextEncoder().encode("a message");

describe.each([
  ["simulated keys", createSimulatedKeys],
  ["real keys", () => createRealKeys(nobleEngine())],
] as const)("%s", (_, create) => {
  it("sign by name, for the verifier that knows them", async () => {
    const { signer, verifier } = create();
    const signature = await signer("one").sign(message);
    const by = signer("one").did;
    expect(signature).toHaveLength(64);
    expect(verifier.verify({ by, message, signature })).toBe(true);
    expect(verifier.verify({ by: signer("two").did, message, signature })).toBe(false);
  });

  it("accept no signature of which one bit is another, and none for another message", async () => {
    const { signer, verifier } = create();
    const { did: by, sign } = signer("one");
    const signature = await sign(message);
    const forged = Array.from(signature, (byte, at) => signature.with(at, byte ^ 1));
    const claims = forged.map((each) => ({ by, message, signature: each }));
    const other = { by, message: message.with(0, 0), signature };
    const short = { by, message, signature: signature.subarray(1) };
    const verdicts = await verifier.verifyMany([...claims, other, short]);
    expect(verdicts.filter((verdict) => verdict)).toEqual([]);
  });
});
