import type { NodeConfig } from "../config/node-config.ts";
import { type Ground, openGround } from "./ground.ts";
import { createHeld } from "./held.ts";

/** What a node that does not run keeps, to be backed up, verified or restored. */
export interface StoppedNode
  extends Pick<Ground, "clock" | "data" | "federation" | "signer" | "storage" | "verifier"> {
  /** Gives everything back. */
  close(): Promise<void>;
}

/** Opens the data directory of a node that does not run; throws what starting it would throw. */
export async function openStopped(config: NodeConfig): Promise<StoppedNode> {
  const held = createHeld();
  try {
    const ground = await openGround(config, { clock: undefined, held });
    return { ...ground, close: held.release };
  } catch (error) {
    await held.release().catch(() => undefined);
    throw error;
  }
}
