import { CRITICAL } from "./leaves.ts";
import { joinPath } from "./path.ts";
import { cursor, peekType, readText, type Site } from "./reader.ts";
import type { Refusal, RefusalCode } from "./refusal.ts";
import { type ScanLimits, scan } from "./scan.ts";

/** A refusal quotes no longer name of the sender's choice, and does not look at it either. */
export const LONGEST_REPORTED_NAME = 64;

/**
 * Says why a generated decoder gave up, from what it left in the cursor. Bytes that are not canonical dag-cbor
 * within the limits are named as such; only the others are judged by where the decoder stopped.
 */
export function classify(bytes: Uint8Array, limits: ScanLimits): Refusal {
  const { site, at } = cursor;
  const code = scan(bytes, limits);
  if (code !== undefined) return { code };
  const name = readText(bytes, at, LONGEST_REPORTED_NAME);
  return refusalAt(site, { name, hasType: site.expected === "variant" && peekType(bytes, at) !== undefined });
}

/** What stands where a decoder stopped: text, perhaps, or an object that names its type. */
export interface Found {
  readonly name: string | undefined;
  readonly hasType?: boolean;
}

/** What only a newer version could read is unknown; everything else that is well-formed has the wrong shape. */
export function refusalAt(site: Site, found: Found): Refusal {
  const { expected, object, path } = site;
  if (expected === "type" && found.name !== undefined) return refusal("CORE_UNKNOWN_TYPE", path);
  if (expected === "variant" && found.hasType) return refusal("CORE_UNKNOWN_FIELD", path);
  if (expected === "name" && found.name?.startsWith(CRITICAL)) return refusal("CORE_UNKNOWN_FIELD", path);
  if (object !== undefined && !object.names.includes(found.name ?? "")) {
    return refusal("CORE_UNKNOWN_FIELD", joinPath(object.path, found.name ?? "?"));
  }
  return refusal("CORE_WRONG_SHAPE", path);
}

function refusal(code: RefusalCode, path: string): Refusal {
  return path === "" ? { code } : { code, path };
}
