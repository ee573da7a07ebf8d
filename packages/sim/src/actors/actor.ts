import type { Rng } from "@icn-mesh/core";
import type { ProcessPorts } from "../world/machine.ts";
import type { NodeParts } from "../world/node-parts.ts";
import type { NodeHost, RunningNode, World } from "../world/world.ts";

/** Whom an actor is, and where its chance comes from. */
export interface ActorSetting {
  readonly world: World;
  readonly host: NodeHost;
  readonly rng: Rng;
}

/** An actor whose node runs. */
export interface ActorOnStage extends ActorSetting {
  readonly running: RunningNode;
  readonly ports: ProcessPorts;
}

/** A node that is honest in all but one decision, so that most of what it does stays plausible. */
export interface Actor {
  readonly name: string;
  /** Changes one part of an honest node, whenever it starts. */
  disguise?(parts: NodeParts, setting: ActorSetting): NodeParts;
  /** Says instead of a block that somebody wants of it; undefined where it has none. */
  serve?(block: Uint8Array | undefined, setting: Pick<ActorSetting, "world">): Uint8Array | undefined;
  /** Begins what it does of its own accord, whenever it has started; it waits by the clock of its process. */
  act?(stage: ActorOnStage): void;
}
