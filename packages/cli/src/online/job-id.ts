import { isCid, type JobId } from "@icn-mesh/core";
import { usage } from "../errors.ts";

/** The id of a job that was typed. */
export function jobIdOf(text: string | undefined): JobId {
  if (isCid(text)) return text as string as JobId;
  throw usage(`a job is named by its id, as icn-mesh jobs lists them, not by ${JSON.stringify(text)}`);
}
