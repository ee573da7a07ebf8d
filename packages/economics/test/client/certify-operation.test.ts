import type { Did } from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock } from "@icn-mesh/core/testing";
import type { AskGuards } from "@icn-mesh/economics";
import { createSampleEconomy } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { balanceOf, must } from "../a-job.ts";

describe("an account of which a guard has seen nothing", () => {
  it("can spend there: the guard is shown every credit that the account took in, however many", async () => {
    const clock = createHandClock();
    const economy = await createSampleEconomy({ engine: nodeCryptoEngine(), clock, guards: 4 });
    const [one, other] = economy.guards.map(({ signer }) => signer.did);
    let down: Did | undefined = one;
    const wrapGuards = (guards: AskGuards): AskGuards => ({
      ask: (did, request, options) =>
        did === down ? Promise.reject(new Error("down")) : guards.ask(did, request, options),
    });
    const client = await economy.client(1, { wrapGuards });
    for (let number = 0; number < 90; number++) {
      const nonce = new Uint8Array(8).fill(number);
      must(await client.learn(await economy.deposit(client.account, { amount: 1n, unit: "mana", nonce })));
    }
    await client.idle();
    expect(balanceOf(client)).toBe("0+90");

    down = other;
    const burned = client.perform({ action: { type: "burn", unit: "mana", amount: 90n } });
    await clock.advance(60_000);
    must(await burned);
    expect(balanceOf(client)).toBe("0+0");
  });
});
