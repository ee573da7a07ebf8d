import { SimError } from "../errors.ts";
import type { Actor } from "./actor.ts";
import { noShow } from "./no-show.ts";

/** Everybody that a plan may let into a world. */
export const ALL_ACTORS: readonly Actor[] = [noShow];

/** The actor that a plan names. */
export function actorNamed(name: string): Actor {
  const actor = ALL_ACTORS.find((each) => each.name === name);
  if (actor === undefined)
    throw new SimError("no such actor", {
      code: "SIM_BAD_PLAN",
      because: `there is no actor called ${name}`,
    });
  return actor;
}
