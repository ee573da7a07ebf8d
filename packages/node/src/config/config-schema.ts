import type * as z from "zod";
import type { NodeExtension } from "../compose/extension.ts";
import { nodeConfigSchema } from "./node-config.ts";

/** The schema of a node's configuration with a section for each extension. */
export function configSchema(extensions: readonly NodeExtension[]): typeof nodeConfigSchema {
  const sections: Record<string, z.ZodType> = {};
  for (const { name, section } of extensions) sections[name] = section;
  return nodeConfigSchema.extend(sections) as typeof nodeConfigSchema;
}
