import type { Assignment } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { agreeOn, must } from "../a-job.ts";
import { MINUTE, openWorld, type World } from "../guard/world.ts";

/** What the executor of a number has accepted, and nobody has signed. */
function agreed(
  { economy, creator, held, clock }: World,
  number: number,
  assignment: Partial<Assignment> = {},
) {
  return agreeOn(economy, creator, {
    job: held.job,
    executor: economy.signer(number),
    claimBy: clock.now() + 10 * MINUTE,
    assignment,
  });
}

const codeOf = (ruling: { readonly ok: boolean; readonly refusal?: { readonly code: string } }) =>
  ruling.ok ? "ok" : ruling.refusal?.code;

describe.each([1, 4])("with %d guards, an assignment whose executor never answers", (guards) => {
  it("is not signed, so its link goes to another executor at once", async () => {
    const world = await openWorld({ guards });
    const { creator } = world;
    await agreed(world, 2); // offered, and never heard of again
    const offer = must(await creator.signAssignment(await agreed(world, 3)));
    must(await creator.certifyAssignment(offer));
    expect(creator.ledger.assignment(offer.assignment.cid)?.body.executor).toBe(world.economy.signer(3).did);
  });

  it("leaves the hold to be closed at once", async () => {
    const world = await openWorld({ guards });
    const { creator, held } = world;
    await agreed(world, 2);
    must(await creator.close(held.hold, held.job.bytes));
    expect(creator.ledger.hold(held.hold)?.closed ?? true).toBe(true);
  });
});

describe("an assignment that was signed and not certified", () => {
  it("is signed again as it was, and no other in its place, whatever time it is and however often the client restarts", async () => {
    const world = await openWorld();
    const { creator, economy, clock } = world;
    const [first, second] = [await agreed(world, 2), await agreed(world, 3)];
    const offer = must(await creator.signAssignment(first));
    creator.stop();
    const again = await economy.client(1);
    expect(must(await again.signAssignment(first)).assignment).toEqual(offer.assignment);
    expect(codeOf(await again.signAssignment(second))).toBe("ECONOMICS_SLOT_TAKEN");
    await clock.advance(11 * MINUTE);
    expect(codeOf(await again.signAssignment(second))).toBe("ECONOMICS_SLOT_TAKEN");
  });

  it("leaves the hold to be closed as soon as its claim is over", async () => {
    const world = await openWorld();
    const { creator, held, clock } = world;
    must(await creator.signAssignment(await agreed(world, 2)));
    expect(await creator.close(held.hold, held.job.bytes)).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_NOT_YET", because: "link", retryInMs: 10 * MINUTE + 1 },
    });
    await clock.advance(10 * MINUTE + 1);
    must(await creator.close(held.hold, held.job.bytes));
  });
});

describe("an assignment that guards would refuse", () => {
  it.each([
    { what: "comes too late for the work", code: "ECONOMICS_CLAIM_OUT_OF_REACH", change: { claimBy: 1 } },
    { what: "costs more than the hold has", code: "ECONOMICS_ABOVE_HOLD", change: { price: 101n } },
    { what: "leaves out a link", code: "ECONOMICS_BEHIND", change: { seq: 1 } },
    { what: "was accepted as something else", code: "ECONOMICS_NOT_ACCEPTED", change: { attempt: 7 } },
  ])("because it $what is not signed, and its link stays free", async ({ code, change }) => {
    const world = await openWorld();
    const { creator } = world;
    const other = await agreed(world, 2);
    const faulty =
      code === "ECONOMICS_NOT_ACCEPTED"
        ? { ...other, assignment: { ...other.assignment, ...change } }
        : await agreed(world, 2, change);
    expect(codeOf(await creator.signAssignment(faulty))).toBe(code);
    must(await creator.signAssignment(await agreed(world, 3)));
  });

  it("because its acceptance has a forged signature is not signed", async () => {
    const world = await openWorld();
    const { acceptance, ...rest } = await agreed(world, 2);
    const forged = { ...acceptance, sig: acceptance.sig.map((byte) => byte ^ 1) };
    expect(codeOf(await world.creator.signAssignment({ ...rest, acceptance: forged }))).toBe(
      "ECONOMICS_BAD_SIGNATURE",
    );
  });

  it("because somebody else manages the job is not signed", async () => {
    const world = await openWorld();
    const stranger = await world.economy.client(9);
    expect(codeOf(await stranger.signAssignment(await agreed(world, 2)))).toBe("ECONOMICS_NOT_MANAGER");
  });
});
