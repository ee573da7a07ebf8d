import * as core from "@icn-mesh/core";
import * as z from "zod";

/** The schema of every record that core exports, by its type. */
export const recordSchemas: Readonly<Record<string, z.ZodObject>> = Object.fromEntries(
  Object.values(core).flatMap((member) => {
    if (!(member instanceof z.ZodObject)) return [];
    const type = (member.shape as { readonly t?: z.ZodType }).t;
    return type instanceof z.ZodLiteral ? [[String(type.value), member as z.ZodObject]] : [];
  }),
);
