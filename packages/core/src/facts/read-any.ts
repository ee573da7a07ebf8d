import { peekRecordType } from "../codec/reader.ts";
import type { Decoded } from "../codec/refusal.ts";
import { RECORD_LIMITS, scan } from "../codec/scan.ts";
import { type AnyBody, recordOfType } from "../records/record-types.ts";
import { openEnvelope } from "../signatures/envelope.ts";
import { readRecord, type Signed } from "./signed.ts";

/** Reads a signed record of whatever kind it says it is; narrow the body by its `t`. */
export function openAnyRecord(envelope: Uint8Array): Decoded<Signed<AnyBody>> {
  const opened = openEnvelope(envelope);
  if (!opened.ok) return opened;
  const type = peekRecordType(opened.body);
  const definition = type === undefined ? undefined : recordOfType(type);
  if (definition !== undefined) return readRecord(definition, opened.body, opened.signature);
  const code = scan(opened.body, RECORD_LIMITS);
  if (code !== undefined) return { ok: false, refusal: { code } };
  return {
    ok: false,
    refusal: { code: type === undefined ? "CORE_WRONG_SHAPE" : "CORE_UNKNOWN_TYPE", path: "t" },
  };
}
