import { Buffer } from "node:buffer";
import { type Cid, cidFromBytes, cidOf, cidToBytes, codecOf, type Ref, type Row } from "@icn-mesh/core";
import { checksumOf } from "../engines/checksum.ts";
import { DagError } from "../errors.ts";

/** A row as the driver gives it. */
export type Found = Readonly<Record<string, unknown>>;

/** The bytes of a CID as the driver takes them. */
export function cidParameter(cid: Cid): Buffer {
  return Buffer.from(cidToBytes(cid));
}

/** The CID in a column; null if it is null. */
export function cidIn(value: unknown): Cid | null {
  return value === null || value === undefined ? null : cidFromBytes(new Uint8Array(value as Uint8Array));
}

/** The bytes of a block, which the caller may keep; `DAG_BLOCK_DAMAGED` if they are not what its CID says. */
export function contentOf(cid: Cid, stored: unknown): Uint8Array {
  const bytes = new Uint8Array(stored as Uint8Array);
  if (cidOf(bytes, codecOf(cid)) === cid) return bytes;
  throw new DagError(`block ${cid} is damaged in the database; put it again, or restore it from a backup`, {
    code: "DAG_BLOCK_DAMAGED",
    cid,
  });
}

/** The ref in a row of the table of refs; `DAG_STORE_DAMAGED` if its checksum is wrong. */
export function refIn(found: Found, path: string): Ref {
  const [name, bytes] = [String(found["name"]), found["cid"] as Uint8Array];
  if (Number(found["checksum"]) !== checksumOf([name], bytes)) throw damaged(path, `the ref ${name}`);
  return { name, cid: cidFromBytes(new Uint8Array(bytes)) };
}

/** The row in a row of the table of rows; `DAG_STORE_DAMAGED` if its checksum is wrong. */
export function rowIn(model: string, found: Found, path: string): Row {
  const [key, value] = [String(found["key"]), new Uint8Array(found["value"] as Uint8Array)];
  if (Number(found["checksum"]) !== checksumOf([model, key], value)) {
    throw damaged(path, `the row ${key} of ${model}`);
  }
  return { key, value };
}

function damaged(path: string, what: string): DagError {
  return new DagError(`${what} in ${path} is damaged; restore the database from a backup`, {
    code: "DAG_STORE_DAMAGED",
    path,
  });
}
