import { type Data, parseCid } from "@icn-mesh/core";
import { base64 } from "multiformats/bases/base64";
import { CID } from "multiformats/cid";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Data of a record in JSON, as DAG-JSON has it: `{"/": "<cid>"}` for a link, `{"/": {"bytes": "<base64>"}}` for bytes. */
export function toJsonData(data: unknown): Json {
  if (data === null || typeof data === "boolean" || typeof data === "number") return data;
  if (typeof data === "string") return data;
  if (typeof data === "bigint") return String(data);
  if (data instanceof Uint8Array) return { "/": { bytes: base64.baseEncode(data) } };
  const link = CID.asCID(data);
  if (link !== null) return { "/": link.toString() };
  if (Array.isArray(data)) return data.map(toJsonData);
  const entries = Object.entries(data as object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, toJsonData(value)]));
}

/** The other way; undefined for a link or bytes that are none. What no record can hold, such as a fraction, stays. */
export function fromJsonData(json: unknown): Data | undefined {
  if (json === null || typeof json !== "object") return json as Data;
  if (Array.isArray(json)) return listOf(json);
  if ("/" in json) return specialOf(json["/"]);
  const entries = Object.entries(json).map(([name, value]) => [name, fromJsonData(value)] as const);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(entries) as Data;
}

function listOf(json: readonly unknown[]): Data | undefined {
  const list = json.map(fromJsonData);
  return list.includes(undefined) ? undefined : (list as Data);
}

function specialOf(special: unknown): Data | undefined {
  try {
    if (typeof special === "string") return CID.parse(parseCid(special));
    const { bytes } = special as { readonly bytes: string };
    return base64.baseDecode(bytes.replace(/=+$/, ""));
  } catch {
    return undefined; // how the parsers say that it is neither
  }
}
