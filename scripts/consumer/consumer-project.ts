import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Manifest } from "../rules/workspace-packages.ts";
import { pnpm } from "../steps/pnpm.ts";
import { root } from "../steps/root.ts";
import { runCommand } from "../steps/run-command.ts";

/** Optional peers that only make things faster: everything has to work without them. */
const LEFT_OUT = ["sodium-native"];

/** A project outside of the workspace that has installed our tarballs and knows nothing else of us. */
export interface ConsumerProject {
  readonly dir: string;
  /** What it can import, as it would write it: `@icn-mesh/core`, `@icn-mesh/core/node`, … */
  readonly entries: readonly string[];
  write(path: string, content: string | object): void;
}

/** Installs the tarballs into an empty folder, with the peers that an entry of its own needs. */
export async function createConsumerProject(
  dir: string,
  tarballs: readonly string[],
): Promise<ConsumerProject> {
  const write = (path: string, content: string | object): void => {
    writeFileSync(join(dir, path), typeof content === "string" ? content : JSON.stringify(content));
  };
  const packed = await Promise.all(
    tarballs.map(async (tarball) => ({ tarball, ...(await manifestOf(tarball)) })),
  );
  const ours = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const peers = Object.assign({}, ...packed.map(peersOf));
  const devDependencies = typesOf(["node", ...Object.keys(peers)]);
  write("package.json", {
    private: true,
    type: "module",
    dependencies: { ...peers, ...ours },
    devDependencies,
  });
  // Our packages name each other by version, and that version is not published yet.
  write("pnpm-workspace.yaml", { packages: ["."], overrides: ours });
  const install = pnpm("install", "--no-frozen-lockfile", "--prefer-offline");
  const { code, output } = await runCommand(install, { cwd: dir });
  if (code !== 0) throw new Error(output);
  return { dir, write, entries: packed.flatMap(entriesOf) };
}

async function manifestOf(tarball: string): Promise<Manifest> {
  const { output } = await runCommand(["tar", "-xzOf", tarball, "package/package.json"]);
  return JSON.parse(output);
}

function entriesOf({ name, exports }: Manifest): string[] {
  return Object.entries(exports ?? {})
    .filter(([, target]) => typeof target !== "string")
    .map(([path]) => name + path.slice(1));
}

function peersOf({ peerDependencies = {} }: Manifest): Record<string, string> {
  return Object.fromEntries(Object.entries(peerDependencies).filter(([name]) => !LEFT_OUT.includes(name)));
}

/** The packages of types for those that have them apart, as the catalog of the workspace knows them. */
function typesOf(names: readonly string[]): Record<string, string> {
  const { catalog } = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"));
  const types = names.map((name) => `@types/${name}`).filter((name) => catalog[name] !== undefined);
  return Object.fromEntries(types.map((name) => [name, catalog[name]]));
}
