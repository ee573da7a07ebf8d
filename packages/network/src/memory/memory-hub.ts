import type { Did } from "@icn-mesh/core";
import type { MemoryConnection } from "./memory-connection.ts";
import type { MemoryEnd } from "./memory-end.ts";
import type { MemoryLinks } from "./memory-links.ts";

/** What all nodes of a memory network share. */
export interface MemoryHub {
  readonly links: MemoryLinks;
  /** The nodes that run, by name and by where they listen. */
  readonly ends: Map<Did, MemoryEnd>;
  readonly places: Map<string, MemoryEnd>;
  readonly connections: Set<MemoryConnection>;
}

/** A hub without nodes. */
export function createMemoryHub(links: MemoryLinks): MemoryHub {
  return { links, ends: new Map(), places: new Map(), connections: new Set() };
}
