import { setTimeout as wait } from "node:timers/promises";
import { Client, type ClientConfig, Pool, type PoolClient } from "pg";
import { isCutOff, postgresFault, unreachable } from "./postgres-failure.ts";

/** Connections to one database, made anew when they break. */
export interface Connections {
  /**
   * Runs a task on a connection, and again on another one while its failures allow that, for as long as set. So a
   * task must be one that can be repeated.
   */
  run<Result>(task: (client: PoolClient) => Promise<Result>): Promise<Result>;
  /** A connection for notifications; rejects when none can be made. */
  listen(): Promise<Client>;
  close(): Promise<void>;
}

/** How patient the connections are. */
export interface ConnectionOptions {
  /** How long a task is repeated while the database is away: 10 seconds when not given. */
  readonly retryMs?: number | undefined;
  /** How long a statement may take: 30 seconds when not given. */
  readonly statementMs?: number | undefined;
  /** Connections at most: 5 when not given. */
  readonly maxConnections?: number | undefined;
}

/** A server may be set to answer before a commit is durable. */
const SYNCHRONOUS = `
  SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1000;
const CONNECT_MS = 5000;

/** Connections to the database of the URL, none of them made yet. */
export function createConnections(url: string, path: string, options: ConnectionOptions): Connections {
  const { retryMs = 10_000, statementMs = 30_000, maxConnections = 5 } = options;
  const config: ClientConfig = {
    connectionString: url,
    application_name: "icn-mesh",
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + CONNECT_MS, // for a server that does not answer at all
    keepAlive: true,
  };
  const pool = new Pool({ ...config, max: maxConnections, allowExitOnIdle: true });
  pool.on("error", () => undefined); // an idle connection broke; the pool has let go of it
  pool.on("connect", (client) => void client.query(SYNCHRONOUS).catch(() => undefined)); // the next query tells

  async function once<Result>(task: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => {
      broken = error;
    };
    client.on("error", onError);
    try {
      return await task(client);
    } catch (error) {
      if (isCutOff(error)) broken = error as Error;
      throw error;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }

  return {
    run: (task) => patiently(() => once(task), { path, until: performance.now() + retryMs }),
    async listen() {
      const client = new Client(config);
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
}

/** Tries again, less and less often, what can be tried again. */
async function patiently<Result>(
  attempt: () => Promise<Result>,
  { path, until }: { readonly path: string; readonly until: number },
): Promise<Result> {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const fault = postgresFault(error, path);
      if (!fault.again) throw fault.error;
      if (performance.now() + pause > until) throw unreachable(error);
      await wait(pause);
    }
  }
}
