import * as z from "zod";

/** Why a request was not done, as RFC 9457 has it, with a code to branch on and the facts that belong to it. */
export const problemSchema = z.looseObject({
  type: z.string().meta({ description: "urn:icn-mesh:problem: and the code" }),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: "One of the codes in errors.md" }),
  detail: z.string().optional(),
  /** The field of the request that is wrong. */
  path: z.string().optional(),
  /** To find the request in the node's log. */
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** The content type of a problem. */
export const PROBLEM_TYPE = "application/problem+json";
