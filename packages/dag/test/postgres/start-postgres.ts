import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getuid } from "node:process";
import { Client } from "pg";

/** A Postgres server of its own, that listens on a socket in its own directory and nowhere else. */
export interface PostgresServer {
  /** For `openStorage`; each schema is a store. */
  readonly url: string;
  /** Runs SQL as an operator would, and gives the first column of the result. */
  sql(...statements: readonly string[]): Promise<readonly unknown[]>;
  /** Kills the server in the middle of whatever it does, as a crash would. */
  crash(): Promise<void>;
  /** Starts it again on what it left on disk. */
  restart(): Promise<void>;
  /** Ends it and removes all that it wrote. */
  stop(): Promise<void>;
}

/** Why no server can be started here; undefined if one can. */
export function whyNoPostgres(): string | undefined {
  if (programs() === undefined) return "no PostgreSQL binaries";
  if (getuid?.() === 0 && owner() === undefined) return "root has no other user to run PostgreSQL as";
  return undefined;
}

/** Makes an empty database cluster and starts a server on it. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const bin = programs();
  if (bin === undefined) throw new Error(whyNoPostgres());
  const directory = mkdtempSync(join(tmpdir(), "icn-mesh-pg-"));
  const as = getuid?.() === 0 ? owner() : undefined;
  if (as !== undefined) chownSync(directory, as.uid, as.gid);
  const data = join(directory, "data");
  const initdb = ["-D", data, "-U", "mesh", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(bin, "initdb"), initdb, { ...as, stdio: "ignore", cwd: directory });
  const options = Object.entries({ listen_addresses: "", unix_socket_directories: directory, ...settings });
  const args = ["-D", data, ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const start = () => startServer(join(bin, "postgres"), args, { ...as, cwd: directory });
  let server = await start();
  const url = `postgres://mesh@/postgres?host=${encodeURIComponent(directory)}`;
  return {
    url,
    sql: (...statements) => runSql(url, statements),
    async crash() {
      await end(server, "SIGQUIT"); // the server's own word for a stop without any clean-up
    },
    async restart() {
      server = await start();
    },
    async stop() {
      await end(server, "SIGINT");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Debian keeps the programs of each version in a directory of its own, off the path. */
function programs(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root)
    ? readdirSync(root).sort((left, right) => Number(right) - Number(left))
    : [];
  return versions.map((version) => join(root, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

/** PostgreSQL refuses to run as root. */
function owner(): { readonly uid: number; readonly gid: number } | undefined {
  for (const user of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user.
    }
  }
  return undefined;
}

function startServer(program: string, args: readonly string[], options: object): Promise<ChildProcess> {
  const server = spawn(program, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (text) => {
      said += text;
      if (said.includes("database system is ready to accept connections")) resolve(server);
      said = said.slice(-2000);
    });
    server.on("exit", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

function end(server: ChildProcess, signal: "SIGINT" | "SIGQUIT"): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill(signal);
  });
}

async function runSql(url: string, statements: readonly string[]): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url, application_name: "operator" });
  await client.connect();
  try {
    let rows: readonly (readonly unknown[])[] = [];
    for (const text of statements) ({ rows } = await client.query<unknown[]>({ text, rowMode: "array" }));
    return rows.map(([first]) => first);
  } finally {
    await client.end();
  }
}
