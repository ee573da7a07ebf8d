import type { Storage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStorage } from "../../src/open-storage.ts";
import {
  openPostgresStorage,
  type PostgresStorageOptions,
} from "../../src/postgres/open-postgres-storage.ts";
import { commitStep, historyOptions, lastStep, stepBytes, stepCid } from "../crash/history.ts";
import { checkAgainstModel } from "../engines/storage-model.ts";
import { type PostgresServer, startPostgres, whyNoPostgres } from "./start-postgres.ts";

const why = whyNoPostgres();
if (why !== undefined) console.log(`skipped: faults of Postgres: ${why}`);

describe.skipIf(why !== undefined)("a store on Postgres", () => {
  let server: PostgresServer;
  let stores = 0;

  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);

  afterAll(() => server.stop());

  function place() {
    const schema = `store_${++stores}`;
    const open = (options: PostgresStorageOptions = {}) =>
      openPostgresStorage(server.url, { ...historyOptions, ...options, schema });
    return { schema, open };
  }

  it("does what two maps would do", async () => {
    await checkAgainstModel(() => {
      const schema = `store_${++stores}`;
      return (options) => openPostgresStorage(server.url, { ...options, schema });
    }, 8);
  }, 60_000);

  it("lets exactly one of many racing instances move a ref, and tells the others where it is", async () => {
    const { open } = place();
    const instances = await Promise.all([open(), open(), open()]);
    await instances[0]!.commit({ blocks: [{ codec: "raw", bytes: stepBytes(0) }] });
    for (let round = 0; round < 10; round++) {
      const names = [`a/${round}`, `b/${round}`, `c/${round}`];
      const results = await Promise.all(
        instances.flatMap((storage) => [
          storage.commit({ refs: names.map((name) => ({ name, expect: null, to: stepCid(0) })) }),
          storage.commit({
            refs: names.toReversed().map((name) => ({ name, expect: null, to: stepCid(0) })),
          }),
        ]),
      );
      expect(results.filter(({ ok }) => ok).length).toBe(1);
      for (const result of results) {
        if (!result.ok) expect(result).toEqual({ ok: false, ref: names[0], actual: stepCid(0) });
      }
    }
    await Promise.all(instances.map((storage) => storage.close()));
  });

  it("never lets two commits pass that each found absent what the other one inserts", async () => {
    const { open } = place();
    const [left, right] = await Promise.all([open(), open()]);
    await left.commit({ blocks: [{ codec: "raw", bytes: stepBytes(0) }] });
    for (let round = 0; round < 20; round++) {
      const [x, y] = [`x/${round}`, `y/${round}`];
      const results = await Promise.all([
        left.commit({ refs: [absent(x), { name: y, expect: null, to: stepCid(0) }] }),
        right.commit({ refs: [absent(y), { name: x, expect: null, to: stepCid(0) }] }),
      ]);
      expect(results.filter(({ ok }) => ok).length).toBe(1);
    }
    await Promise.all([left.close(), right.close()]);
  });

  it("counts in a read model what all instances commit", async () => {
    const { open } = place();
    const counter = {
      model: "counter",
      version: 1,
      prefix: "n/",
      project: (_: unknown, view: { row(key: string): Uint8Array | undefined }) => {
        return [{ key: "total", value: Uint8Array.of((view.row("total")?.[0] ?? 0) + 1) }];
      },
    };
    const instances = await Promise.all([1, 2, 3].map(() => open({ projections: [counter] })));
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        instances[index % 3]!.commit({
          blocks: [{ codec: "raw", bytes: stepBytes(1) }],
          refs: [{ name: `n/${index}`, expect: null, to: stepCid(1) }],
        }),
      ),
    );
    const rows = await collect(instances[0]!.rows("counter"));
    expect(rows.map(({ value }) => value[0])).toEqual([60]);
    await Promise.all(instances.map((storage) => storage.close()));
  });

  it("tells a follower what another instance commits, in the order of the commits", async () => {
    const { open } = place();
    const [writer, reader] = await Promise.all([open(), open()]);
    const told = collectSteps(reader, 30);
    for (let step = 1; step <= 30; step++) await commitStep(writer, step);
    const steps = await told;
    expect(steps).toEqual(steps.toSorted((left, right) => left - right));
    expect(steps.at(-1)).toBe(30);
    await Promise.all([writer.close(), reader.close()]);
  });

  it("waits while the server restarts, and a follower misses nothing", async () => {
    const { open } = place();
    const [writer, reader] = await Promise.all([open(), open()]);
    const told = collectSteps(reader, 20);
    for (let step = 1; step <= 10; step++) await commitStep(writer, step);
    await server.crash();
    const waiting = commitStep(writer, 11);
    await server.restart();
    await waiting;
    for (let step = 12; step <= 20; step++) await commitStep(writer, step);
    expect((await told).at(-1)).toBe(20);
    expect(await lastStep(reader)).toBe(20);
    await Promise.all([writer.close(), reader.close()]);
  }, 60_000);

  it("loses nothing that it acknowledged when the server crashes in the middle of commits", async () => {
    const { open } = place();
    const storage = await open();
    let acknowledged = 0;
    for (let crash = 0; crash < 5; crash++) {
      const running = (async () => {
        for (let count = 0; count < 30; count++) {
          await commitStep(storage, acknowledged + 1);
          acknowledged += 1;
        }
      })();
      while (acknowledged < crash * 30 + 7 + crash) await storage.has(stepCid(1));
      await server.crash();
      await server.restart();
      await running;
    }
    expect(acknowledged).toBe(150);
    expect(await lastStep(storage)).toBe(150);
    await storage.close();
  }, 120_000);

  /** From now on a COMMIT is durable, and then waits for a standby that there is not. */
  async function holdCommits(hold: boolean): Promise<void> {
    await server.sql(
      `ALTER SYSTEM SET synchronous_standby_names = '${hold ? "nobody" : ""}'`,
      "SELECT pg_reload_conf()",
    );
  }

  /** Waits until a connection of a store hangs in this kind of wait. */
  async function connectionThat(waits: string): Promise<unknown> {
    for (;;) {
      const [pid] = await server.sql(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'icn-mesh' AND ${waits}`,
      );
      if (pid !== undefined) return pid;
    }
  }

  const inCommit = "wait_event = 'SyncRep'";

  it("commits once when its connection is cut while the server commits", async () => {
    const { open } = place();
    const storage = await open();
    await commitStep(storage, 1);
    await holdCommits(true);
    const committed = commitStep(storage, 2);
    const pid = await connectionThat(inCommit);
    await holdCommits(false);
    await server.sql(`SELECT pg_terminate_backend(${pid})`);
    await committed;
    expect(await lastStep(storage)).toBe(2);
    await commitStep(storage, 3);
    await storage.close();
  }, 60_000);

  it("commits once when its connection is cut before the server commits", async () => {
    const { schema, open } = place();
    const storage = await open();
    await commitStep(storage, 1);
    const operator = new Client({ connectionString: server.url });
    await operator.connect();
    await operator.query(`BEGIN; LOCK TABLE ${schema}.changes`);
    const committed = commitStep(storage, 2);
    const pid = await connectionThat("wait_event_type = 'Lock'");
    await server.sql(`SELECT pg_terminate_backend(${pid})`);
    await operator.query("ROLLBACK");
    await committed;
    expect(await lastStep(storage)).toBe(2);
    await operator.end();
    await storage.close();
  }, 60_000);

  it("says that the outcome is unknown when the server is gone in the middle of a commit", async () => {
    const { open } = place();
    const storage = await open({ retryMs: 200 });
    await commitStep(storage, 1);
    await holdCommits(true);
    const refused = expect(commitStep(storage, 2)).rejects.toMatchObject({ code: "DAG_COMMIT_UNKNOWN" });
    await connectionThat(inCommit);
    await server.crash();
    await refused;
    await server.restart();
    await holdCommits(false);
    expect(await lastStep(storage)).toBe(2);
    await storage.close();
  }, 60_000);

  it("says that nothing was written when the server stays away", async () => {
    const { open } = place();
    const storage = await open({ retryMs: 100 });
    await commitStep(storage, 1);
    await server.crash();
    await expect(commitStep(storage, 2)).rejects.toMatchObject({ code: "DAG_DATABASE_UNREACHABLE" });
    await expect(storage.ref("head")).rejects.toMatchObject({ code: "DAG_DATABASE_UNREACHABLE" });
    await server.restart();
    expect(await lastStep(storage)).toBe(1);
    await commitStep(storage, 2);
    await storage.close();
  }, 60_000);

  it("refuses to project otherwise than another instance does", async () => {
    const { open } = place();
    const other = historyOptions.projections!.map((projection) => ({ ...projection, version: 2 }));
    const first = await open();
    await commitStep(first, 1);
    const second = await open({ projections: other });
    await expect(commitStep(first, 2)).rejects.toMatchObject({ code: "DAG_MODELS_DIFFER" });
    await expect(collect(first.rows("steps"))).rejects.toMatchObject({ code: "DAG_MODELS_DIFFER" });
    await commitStep(second, 2);
    await Promise.all([first.close(), second.close()]);
  });

  it("gives out no block, ref or row that was changed, and takes a block that is put again", async () => {
    const { schema, open } = place();
    const storage = await open();
    for (let step = 1; step <= 3; step++) await commitStep(storage, step);
    await server.sql(
      `UPDATE ${schema}.blocks SET bytes = '\\x00' WHERE cid = (SELECT cid FROM ${schema}.refs WHERE name = 'head')`,
      `UPDATE ${schema}.refs SET checksum = 1`,
      `UPDATE ${schema}.rows SET value = '\\x00'`,
    );
    await expect(storage.get(stepCid(3))).rejects.toMatchObject({ code: "DAG_BLOCK_DAMAGED" });
    await expect(storage.ref("head")).rejects.toMatchObject({ code: "DAG_STORE_DAMAGED" });
    await expect(collect(storage.rows("steps"))).rejects.toMatchObject({ code: "DAG_STORE_DAMAGED" });
    await storage.commit({ blocks: [{ codec: "raw", bytes: stepBytes(3) }] });
    expect([...((await storage.get(stepCid(3))) ?? [])]).toEqual([...stepBytes(3)]);
    await storage.close();
  });

  it("says that a newer program made its tables, that there are none, and that it may not write", async () => {
    const { schema, open } = place();
    await expect(open({ createIfMissing: false })).rejects.toMatchObject({ code: "DAG_STORE_MISSING" });
    await (await open()).close();
    await server.sql(
      "CREATE ROLE reader LOGIN",
      `GRANT USAGE ON SCHEMA ${schema} TO reader`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader`,
    );
    const asReader = server.url.replace("mesh@", "reader@");
    const reader = await openPostgresStorage(asReader, { schema });
    await expect(commitStep(reader, 1)).rejects.toMatchObject({ code: "DAG_STORE_READ_ONLY" });
    await reader.close();
    await server.sql(`UPDATE ${schema}.store SET version = 99`);
    await expect(open()).rejects.toMatchObject({ code: "DAG_STORE_NEWER", failure: { version: 99 } });
  });

  it("says that there is no server", async () => {
    const url = "postgres://mesh@127.0.0.1:1/none";
    await expect(openPostgresStorage(url, { retryMs: 50 })).rejects.toMatchObject({
      code: "DAG_DATABASE_UNREACHABLE",
    });
    await expect(openStorage("postgres://mesh@/none?host=/nowhere", {})).rejects.toMatchObject({
      code: "DAG_DATABASE_UNREACHABLE",
    });
  }, 30_000);
});

/** Only a check. */
function absent(name: string) {
  return { name, expect: null, to: null };
}

/** The steps that a follower is told of, up to one. */
async function collectSteps(storage: Storage, until: number): Promise<number[]> {
  const steps: number[] = [];
  for await (const { name } of storage.follow("step/", { signal: new AbortController().signal })) {
    const step = Number(name.slice(5));
    if (step > (steps.at(-1) ?? 0)) steps.push(step);
    if (step >= until) break;
  }
  return steps;
}
