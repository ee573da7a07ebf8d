import type { Service } from "@icn-mesh/core";
import type * as z from "zod";
import type { Node } from "./node.ts";

/** Something that a node has beside its own parts: a door, a market, a chain. */
export interface NodeExtension {
  /** Its key in the configuration. */
  readonly name: string;
  readonly section: z.ZodType;
  /** Makes its service out of a running node, which starts it after its own parts and stops it before them. */
  open(node: Node, section: unknown): Service | Promise<Service>;
}

/** What an extension is made of, with its section typed. */
export interface ExtensionParts<Section extends z.ZodType> {
  readonly name: string;
  readonly section: Section;
  readonly open: (node: Node, section: z.output<Section>) => Service | Promise<Service>;
}

/** An extension of nodes; `open` gets what the section made of the configuration. */
export function defineExtension<Section extends z.ZodType>({
  name,
  section,
  open,
}: ExtensionParts<Section>): NodeExtension {
  return { name, section, open: (node, value) => open(node, value as z.output<Section>) };
}
