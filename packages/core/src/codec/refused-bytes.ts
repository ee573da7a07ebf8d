import { CoreError } from "../errors.ts";
import type { Refusal } from "./refusal.ts";

/** A refusal as an exception, for bytes that had to be good. */
export function refusedBytes(codec: string, refusal: Refusal): CoreError {
  const where = refusal.path === undefined ? "" : ` at ${refusal.path}`;
  const failure = { code: "CORE_REFUSED_BYTES", codec, refusal } as const;
  return new CoreError(`not a valid ${codec}: ${refusal.code}${where}`, failure);
}
