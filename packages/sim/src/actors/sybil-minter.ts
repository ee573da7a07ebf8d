import { type Operation, operationRecord, signRecord } from "@icn-mesh/core";
import type { GuardRequest } from "@icn-mesh/economics";
import type { Actor } from "./actor.ts";
import { untilHealed } from "./hooks/until-healed.ts";

const EVERY_MS = 5_000;

/** Has mana minted for accounts that it makes up, with its own membership to show. */
export const sybilMinter: Actor = {
  name: "SybilMinter",
  disguise(parts, { world, host, rng }) {
    const { federation, guards, clock } = parts.components;
    const { membership } = parts.options;
    let count = 0;
    async function mint(): Promise<void> {
      const key = world.keys.signer(`${host.plan.name} account ${count++}`);
      const head = {
        t: "icn/op/1",
        net: federation.net,
        by: key.did,
        via: null,
        seq: 0,
        prev: null,
      } as const;
      const body: Operation = {
        ...head,
        do: [{ type: "regenerate", epoch: federation.epochAt(clock.now()) }],
      };
      const { bytes, sig } = await signRecord(operationRecord, body, key);
      const operation = { body: bytes, sig };
      const members = membership === undefined ? [] : [membership];
      const request: GuardRequest = { ask: { type: "operation", operation, members }, proofs: [] };
      world.counters.add("act SybilMinter");
      const { signal } = new AbortController();
      await Promise.all(
        federation.constitution.guards.map((guard) => guards.ask(guard, request, { signal })),
      );
    }
    void untilHealed({ world, rng, clock }, EVERY_MS, mint);
    return parts;
  },
};
