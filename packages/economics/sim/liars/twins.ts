import type { Did } from "@icn-mesh/core";
import { startClientHost } from "../world/client-host.ts";
import type { World } from "../world/world.ts";

/** One key on two machines, each with a client that keeps to the rules and knows nothing of the other. */
export function startTwins(world: World, to: Did): void {
  const signer = world.keys.signer("twins");
  for (const index of [0, 1]) {
    startClientHost(world, {
      signer,
      label: `twin ${index}`,
      isHidden: index === 1,
      program: {
        undone: [],
        async run({ client, clock }) {
          for (let turn = 0; turn < 6; turn++) {
            await Promise.all([
              client.regenerate(),
              client.perform({
                action: { type: "burn", unit: "mana", amount: BigInt(2 * turn + index + 1) },
              }),
              client.perform({ action: { type: "transfer", to, unit: "mana", amount: 1n } }),
            ]);
            await clock.after(2_000);
          }
        },
      },
    });
  }
}
