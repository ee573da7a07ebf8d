import { type Operation, operationRecord, signRecord } from "@icn-mesh/core";
import type { GuardRequest } from "@icn-mesh/economics";
import type { NodeParts } from "../world/node-parts.ts";
import type { Actor } from "./actor.ts";
import { changeGuards } from "./hooks/change-guards.ts";
import { oneIn } from "./hooks/one-in.ts";

/** Signs two operations with one number, and shows each to other guards. */
export const doubleSpender: Actor = {
  name: "DoubleSpender",
  disguise: (parts, { world, rng, host }) =>
    changeGuards(parts, async ({ request, send }) => {
      const { ask } = request;
      if (ask.type !== "operation" || world.isHealed || !oneIn(rng, 2)) return send();
      const { accounts } = host.machine.running?.runtime.context ?? {};
      const read = operationRecord.codec.decode(ask.operation.body);
      if (accounts === undefined || !read.ok) return send();
      world.counters.add("act DoubleSpender");
      return send({ ...request, ask: { ...ask, operation: await secondOf(parts, read.value) } });
    }),
};

type Embedded = Extract<GuardRequest["ask"], { type: "operation" }>["operation"];

/** The same mana to a friend. */
async function secondOf({ components }: NodeParts, first: Operation): Promise<Embedded> {
  const { signer, federation } = components;
  const to = federation.constitution.guards[0] ?? signer.did;
  const body: Operation = {
    ...first,
    by: signer.did,
    do: [{ type: "transfer", to, unit: "mana", amount: 10n }],
  };
  const { bytes, sig } = await signRecord(operationRecord, body, signer);
  return { body: bytes, sig };
}
