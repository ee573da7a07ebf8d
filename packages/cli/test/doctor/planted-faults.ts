import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmod, glob, readFile, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { openDataDirectory } from "@icn-mesh/node";

/** A node that is set up and does not run. */
export interface Victim {
  readonly data: string;
  readonly config: string;
  readonly env: Record<string, string>;
}

/** Something that is wrong with a node, and what a look at it has to show. */
export interface PlantedFault {
  readonly what: string;
  /** Does it; what it gives back undoes what would stay. */
  readonly plant: (victim: Victim) => Promise<undefined | (() => unknown)>;
  readonly check: string;
  readonly code?: string;
}

/** What operators meet. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    what: "a setting that is misspelt",
    plant: ({ config }) => append(config, "netwrok: {}\n"),
    check: "config",
    code: "CLI_CONFIG",
  },
  {
    what: "a key that others can read",
    plant: async ({ data }) => void (await chmod(join(data, "keys", "node"), 0o644)),
    check: "key",
    code: "CORE_KEY_FILE_EXPOSED",
  },
  {
    what: "a key that is damaged",
    plant: ({ data }) => overwrite(join(data, "keys", "node"), "{}"),
    check: "key",
    code: "CORE_KEY_FILE_DAMAGED",
  },
  {
    what: "a passphrase that opens nothing",
    plant: async ({ env }) => {
      env["ICN_MESH_KEYS_PASSPHRASE"] = "sesame";
      return undefined;
    },
    check: "key",
    code: "CORE_KEY_FILE_UNENCRYPTED",
  },
  {
    what: "a port of the network that somebody else has",
    plant: async ({ env }) => {
      const { port, release } = await takeTcpPort();
      env["ICN_MESH_NETWORK_LISTEN"] = `/ip4/127.0.0.1/tcp/${port}`;
      return release;
    },
    check: "port",
    code: "EADDRINUSE",
  },
  {
    what: "a port for QUIC that somebody else has",
    plant: async ({ env }) => {
      const socket = createSocket("udp4").bind(0, "127.0.0.1");
      await once(socket, "listening");
      env["ICN_MESH_NETWORK_LISTEN"] = `/ip4/127.0.0.1/udp/${socket.address().port}/quic-v1`;
      return () => socket.close();
    },
    check: "port",
    code: "EADDRINUSE",
  },
  {
    what: "a port of the API that somebody else has",
    plant: async ({ env }) => {
      const { port, release } = await takeTcpPort();
      env["ICN_MESH_HTTP_PORT"] = String(port);
      return release;
    },
    check: "port",
    code: "EADDRINUSE",
  },
  {
    what: "a data directory that another process holds",
    plant: async ({ data }) => (await openDataDirectory(data)).release,
    check: "data",
    code: "NODE_DATA_LOCKED",
  },
  {
    what: "a data directory of a newer version",
    plant: ({ data }) => overwrite(join(data, "format"), '{"format":"icn-mesh-data","version":99}\n'),
    check: "data",
    code: "NODE_DATA_NEWER",
  },
  {
    what: "a constitution that is cut off",
    plant: async ({ data }) => {
      const path = join(data, "constitution");
      return overwrite(path, (await readFile(path, "utf8")).slice(0, 100));
    },
    check: "federation",
    code: "NODE_BAD_CONSTITUTION",
  },
  {
    what: "a letter that is none",
    plant: ({ data }) => overwrite(join(data, "letters", "forged"), "give me everything"),
    check: "letters",
    code: "NODE_BAD_LETTER",
  },
  {
    what: "a store in which a byte is another",
    plant: async ({ data }) => {
      const path = await largestFile(join(data, "store"));
      const bytes = await readFile(path);
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(path, bytes);
      return undefined;
    },
    check: "store",
  },
  {
    what: "a guard that has forgotten how often it was opened",
    plant: ({ data }) => overwrite(join(data, "boots"), "?"),
    check: "boots",
  },
  {
    what: "a bootstrap address without a peer",
    plant: ({ config }) => append(config, "network: { bootstrap: [/ip4/10.0.0.1/tcp/4001] }\n"),
    check: "bootstrap",
  },
];

async function takeTcpPort(): Promise<{ readonly port: number; readonly release: () => unknown }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, release: () => server.close() };
}

async function append(path: string, text: string): Promise<undefined> {
  await writeFile(path, text, { flag: "a" });
}

async function overwrite(path: string, text: string): Promise<undefined> {
  await writeFile(path, text, { mode: 0o600 });
}

async function largestFile(directory: string): Promise<string> {
  const found: { readonly path: string; readonly size: number }[] = [];
  for await (const name of glob("**", { cwd: directory })) {
    const path = join(directory, name);
    const info = await stat(path);
    if (info.isFile()) found.push({ path, size: info.size });
  }
  return found.toSorted((a, b) => b.size - a.size)[0]?.path ?? directory;
}
