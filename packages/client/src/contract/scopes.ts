import * as z from "zod";

/** What a caller may be allowed to do. `admin` is allowed everything, also with what belongs to others. */
export const SCOPES = [
  "jobs:read",
  "jobs:write",
  "blobs:read",
  "blobs:write",
  "mana:read",
  "mana:write",
  "mesh:read",
  "aid:write",
  "executor:read",
  "executor:write",
  "metrics:read",
  "admin",
] as const;

/** One thing that a caller may be allowed to do. */
export const scopeSchema = z.enum(SCOPES);
export type Scope = z.infer<typeof scopeSchema>;
