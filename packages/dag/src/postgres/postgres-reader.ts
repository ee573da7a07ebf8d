import { Buffer } from "node:buffer";
import type { Cid, Projection, Ref, Row } from "@icn-mesh/core";
import type { PageRange } from "../engines/local-engine.ts";
import { PAGE } from "../engines/read-pages.ts";
import type { Connections } from "./connections.ts";
import { modelsDiffer } from "./postgres-models.ts";
import { cidIn, cidParameter, contentOf, type Found, refIn, rowIn } from "./postgres-rows.ts";
import { lowerBound, readRefPage, upperBound } from "./read-ref-page.ts";
import type { Tables } from "./tables.ts";

/** What can be read of a store on Postgres; each call is one query, and repeated when its connection breaks. */
export interface PostgresReader {
  get(cid: Cid): Promise<Uint8Array | undefined>;
  has(cid: Cid): Promise<boolean>;
  ref(name: string): Promise<Cid | null>;
  cids(): AsyncIterable<Cid>;
  refPage(from: string, limit: number): Promise<readonly Ref[]>;
  rowPage(projection: Projection, range: PageRange): Promise<readonly Row[]>;
}

/** Reads the tables. */
export function createPostgresReader(connections: Connections, tables: Tables): PostgresReader {
  const { blocks, refs, rows: modelRows, models, name: path } = tables;

  async function query(sql: string, values: unknown[]): Promise<readonly Found[]> {
    return connections.run(async (client) => (await client.query(sql, values)).rows);
  }

  return {
    async get(cid) {
      const [found] = await query(`SELECT bytes FROM ${blocks} WHERE cid = $1`, [cidParameter(cid)]);
      return found && contentOf(cid, found["bytes"]);
    },
    async has(cid) {
      return (await query(`SELECT FROM ${blocks} WHERE cid = $1`, [cidParameter(cid)])).length > 0;
    },
    async ref(name) {
      if (name.includes("\0")) return null; // Postgres takes no such text, and no ref has such a name
      const [found] = await query(`SELECT name, cid, checksum FROM ${refs} WHERE name = $1`, [name]);
      return found === undefined ? null : refIn(found, path).cid;
    },
    async *cids() {
      for (let after: unknown = Buffer.alloc(0); ; ) {
        const page = await query(`SELECT cid FROM ${blocks} WHERE cid > $1 ORDER BY cid LIMIT ${PAGE}`, [
          after,
        ]);
        for (const { cid } of page) yield cidIn(cid) as Cid;
        if (page.length < PAGE) return;
        after = page.at(-1)?.["cid"];
      }
    },
    async refPage(from, limit) {
      return connections.run((client) => readRefPage({ client, tables }, from, limit));
    },
    async rowPage({ model, version }, { from = "", to, reverse, limit }) {
      const [lower, upper] = [lowerBound(from), to === undefined ? undefined : upperBound(to)];
      const found = await query(
        `SELECT key, value, checksum,
           (SELECT version FROM ${models} WHERE model = $1) AS version
         FROM ${modelRows}
         WHERE model = $1 AND key ${lower.operator} $2 AND ($3::text IS NULL OR key ${upper?.operator ?? "<"} $3)
         ORDER BY key ${reverse ? "DESC" : "ASC"} LIMIT $4`,
        [model, lower.value, upper?.value ?? null, limit],
      );
      if (found.some((row) => row["version"] !== version)) throw modelsDiffer(model);
      return found.map((row) => rowIn(model, row, path));
    },
  };
}
