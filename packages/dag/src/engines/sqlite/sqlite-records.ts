import type { DatabaseSync } from "node:sqlite";
import { type Cid, cidFromBytes, cidToBytes, type Ref, type Row } from "@icn-mesh/core";
import { checksumOf } from "../checksum.ts";
import type { PageRange } from "../local-engine.ts";
import { damagedDatabase } from "./sqlite-failure.ts";

/** Refs and rows of a database, each with a checksum; writes belong into a transaction. */
export interface SqliteRecords {
  ref(name: string): Cid | null;
  refPage(from: string, limit: number): readonly Ref[];
  setRef(name: string, cid: Cid | null): void;
  row(model: string, key: string): Uint8Array | undefined;
  rowPage(model: string, range: PageRange): readonly Row[];
  setRow(model: string, key: string, value: Uint8Array | null): void;
  modelVersions(): ReadonlyMap<string, number>;
  setModel(model: string, version: number | null): void;
}

/** The refs and rows of the database at the path. */
export function createSqliteRecords(database: DatabaseSync, path: string): SqliteRecords {
  const oneRef = database.prepare("SELECT name, cid, checksum FROM refs WHERE name = ?");
  const refsFrom = database.prepare(
    "SELECT name, cid, checksum FROM refs WHERE name >= ? ORDER BY name LIMIT ?",
  );
  const putRef = database.prepare("INSERT OR REPLACE INTO refs VALUES (?, ?, ?)");
  const dropRef = database.prepare("DELETE FROM refs WHERE name = ?");
  const oneRow = database.prepare("SELECT key, value, checksum FROM rows WHERE model = ? AND key = ?");
  const pageOf = (order: string) =>
    database.prepare(
      `SELECT key, value, checksum FROM rows WHERE model = ? AND key >= ? AND (? IS NULL OR key < ?)
       ORDER BY key ${order} LIMIT ?`,
    );
  const [rowsUp, rowsDown] = [pageOf("ASC"), pageOf("DESC")];
  const putRow = database.prepare("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)");
  const dropRow = database.prepare("DELETE FROM rows WHERE model = ? AND key = ?");
  const dropRows = database.prepare("DELETE FROM rows WHERE model = ?");
  const putModel = database.prepare("INSERT OR REPLACE INTO models VALUES (?, ?)");
  const dropModel = database.prepare("DELETE FROM models WHERE model = ?");
  const allModels = database.prepare("SELECT model, version FROM models");
  let versions: ReadonlyMap<string, number> | undefined;

  function refIn(found: Found): Ref {
    const [name, cid] = [found["name"] as string, found["cid"] as Uint8Array];
    if (found["checksum"] !== checksumOf([name], cid))
      throw damagedDatabase(path, `the ref ${name} is broken`);
    return { name, cid: cidFromBytes(cid) };
  }

  function rowIn(model: string, found: Found): Row {
    const [key, value] = [found["key"] as string, found["value"] as Uint8Array];
    if (found["checksum"] !== checksumOf([model, key], value)) {
      throw damagedDatabase(path, `the row ${key} of ${model} is broken`);
    }
    return { key, value };
  }

  return {
    ref(name) {
      const found = oneRef.get(name);
      return found === undefined ? null : refIn(found).cid;
    },
    refPage: (from, limit) => refsFrom.all(from, limit).map(refIn),
    setRef(name, cid) {
      const bytes = cid && cidToBytes(cid);
      if (bytes === null) dropRef.run(name);
      else putRef.run(name, bytes, checksumOf([name], bytes));
    },
    row(model, key) {
      const found = oneRow.get(model, key);
      return found === undefined ? undefined : rowIn(model, found).value;
    },
    rowPage(model, { from = "", to = null, reverse, limit }) {
      const found = (reverse ? rowsDown : rowsUp).all(model, from, to, to, limit);
      return found.map((row) => rowIn(model, row));
    },
    setRow(model, key, value) {
      if (value === null) dropRow.run(model, key);
      else putRow.run(model, key, value, checksumOf([model, key], value));
    },
    modelVersions() {
      versions ??= new Map(allModels.all().map((each) => [String(each["model"]), Number(each["version"])]));
      return versions;
    },
    setModel(model, version) {
      versions = undefined;
      if (version === null) {
        dropModel.run(model);
        dropRows.run(model);
      } else putModel.run(model, version);
    },
  };
}

type Found = Readonly<Record<string, unknown>>;
