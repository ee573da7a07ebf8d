import { CoreError, type Storage, type StorageOptions } from "@icn-mesh/core";
import { createRefFeed, type PreparedCommit, prepareCommit } from "@icn-mesh/core/storage";
import { GROUP_BYTES, weightOf } from "../engines/commit-weight.ts";
import { assertKeptLinks } from "../engines/marks.ts";
import { byModel, projectionOf } from "../engines/models.ts";
import { PAGE, readRefs, readRows, whileOpen } from "../engines/read-pages.ts";
import { createTurns } from "../engines/turns.ts";
import { createWorkQueue } from "../engines/work-queue.ts";
import { type ChangeFollower, followChanges } from "./change-follower.ts";
import { commitGroup } from "./committer.ts";
import { type ConnectionOptions, type Connections, createConnections } from "./connections.ts";
import { fillModels } from "./postgres-models.ts";
import { createPostgresReader } from "./postgres-reader.ts";
import { sweepPostgres } from "./postgres-sweep.ts";
import { migrate, type Tables, tablesIn } from "./tables.ts";

/** How to open a store on Postgres. */
export interface PostgresStorageOptions extends StorageOptions, ConnectionOptions {
  /** The schema that holds the tables: `icn_mesh` when not given. */
  readonly schema?: string;
  /** False to fail with `DAG_STORE_MISSING` where there is no store yet: true when not given. */
  readonly createIfMissing?: boolean;
}

/**
 * The store in a Postgres database, version 13 or newer, which many processes may have open. While the database is
 * away, calls wait for a while and then fail with `DAG_DATABASE_UNREACHABLE`.
 */
export async function openPostgresStorage(
  url: string,
  options: PostgresStorageOptions = {},
): Promise<Storage> {
  const tables = tablesIn(options.schema ?? "icn_mesh");
  const feed = createRefFeed();
  const models = byModel(options.projections ?? []);
  const connections = createConnections(url, tables.name, options);
  try {
    await connections.run(async (client) => {
      await migrate(client, tables, options.createIfMissing !== false);
      await fillModels(client, tables, models.values());
    });
    const follower = await followChanges({ connections, tables, feed });
    return createPostgresStorage({ connections, tables, feed, follower }, options);
  } catch (error) {
    await connections.close();
    throw error;
  }
}

interface PostgresParts {
  readonly connections: Connections;
  readonly tables: Tables;
  readonly feed: ReturnType<typeof createRefFeed>;
  readonly follower: ChangeFollower;
}

function createPostgresStorage(
  parts: PostgresParts,
  { projections = [], keptLinks }: StorageOptions,
): Storage {
  const { connections, tables, feed, follower } = parts;
  const models = byModel(projections);
  const reader = createPostgresReader(connections, tables);
  const queue = createWorkQueue({ runGroup, weightOf, maxWeight: GROUP_BYTES, defer: setImmediate });
  const sweepTurn = createTurns();
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing !== undefined) throw new CoreError("the store is closed", { code: "CORE_STORAGE_CLOSED" });
  }

  async function runGroup(commits: readonly PreparedCommit[]) {
    const { outcomes, changes, numbers } = await commitGroup({ connections, tables, projections }, commits);
    if (numbers !== undefined) await follower.committed(changes, numbers);
    return outcomes;
  }

  async function close(): Promise<void> {
    await queue.idle();
    await sweepTurn(async () => undefined);
    feed.close();
    await follower.close();
    await connections.close();
  }

  return {
    async get(cid) {
      assertOpen();
      return reader.get(cid);
    },
    async has(cid) {
      assertOpen();
      return reader.has(cid);
    },
    async ref(name) {
      assertOpen();
      return reader.ref(name);
    },
    cids: () => whileOpen(assertOpen, reader.cids()),
    refs: (prefix) =>
      whileOpen(
        assertOpen,
        readRefs(prefix, (from) => reader.refPage(from, PAGE)),
      ),
    async *rows(model, range = {}) {
      assertOpen();
      const projection = projectionOf(models, model);
      yield* whileOpen(
        assertOpen,
        readRows(range, (page) => reader.rowPage(projection, page)),
      );
    },
    follow(prefix, { signal }) {
      assertOpen();
      follower.begin();
      return feed.follow(prefix, signal);
    },
    async commit(input) {
      assertOpen();
      weightOf(input); // refuses one that is too large, before it is copied
      return queue.push(prepareCommit(input));
    },
    async sweep(cids) {
      assertOpen();
      assertKeptLinks(keptLinks);
      const given = [...cids];
      await queue.idle(); // the commits that were called before
      return sweepTurn(() => sweepPostgres({ connections, tables, keptLinks, assertOpen }, given));
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
