import { parse } from "yaml";
import { matchingLines } from "./matching-lines.ts";
import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

/** The machines that can install from a lockfile of ours. */
const PLATFORMS = [
  { os: "linux", cpu: "x64" },
  { os: "linux", cpu: "arm64" },
  { os: "darwin", cpu: "x64" },
  { os: "darwin", cpu: "arm64" },
  { os: "win32", cpu: "x64" },
] as const;

/** Who may lack a binary, and why that is no harm. */
const MAY_LACK: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"].map((platform) => [
      `@chainsafe/libp2p-quic@2.1.1 ${platform}`,
      "in projects of tests only, which leave QUIC out where it cannot be loaded",
    ]),
  ),
  ". win32-x64": "Windows brings its own Node, 22.18 or later; the npm package would land on Linux as well",
};

/** The lockfiles name no host, and every package with binaries has one for each platform we support. */
export const lockfiles: Rule = {
  name: "lockfiles",
  check: (files) => files.filter(({ path }) => path.endsWith("pnpm-lock.yaml")).flatMap(problemsOf),
};

interface Lockfile {
  readonly importers: Readonly<Record<string, Dependent>>;
  readonly packages: Readonly<Record<string, Restricted>>;
  readonly snapshots: Readonly<Record<string, Dependent>>;
}

interface Dependent {
  readonly optionalDependencies?: Readonly<Record<string, string | { readonly version: string }>>;
}

interface Restricted {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

function problemsOf(file: SourceFile): Problem[] {
  const { importers, packages, snapshots }: Lockfile = parse(file.text);
  const lacking = Object.entries({ ...importers, ...snapshots }).flatMap(
    ([dependent, { optionalDependencies }]) =>
      missing(binariesOf(optionalDependencies ?? {}, packages)).map((platform) => ({ dependent, platform })),
  );
  return [
    ...matchingLines(
      file,
      /https?:\/\/|tarball:|registry:/,
      "a lockfile names no host; install without a registry in it",
    ),
    ...lacking
      .filter(({ dependent, platform }) => MAY_LACK[`${dependent} ${platform}`] === undefined)
      .map(({ dependent, platform }) => ({
        path: file.path,
        line: 1,
        message: `${dependent} has no binary for ${platform}; pin a version that the registry has complete`,
      })),
  ];
}

/** The optional dependencies that are bound to one system and processor: the binaries of a native package. */
function binariesOf(
  optional: NonNullable<Dependent["optionalDependencies"]>,
  packages: Lockfile["packages"],
): Restricted[] {
  return Object.entries(optional)
    .map(([name, version]) => packages[`${name}@${typeof version === "string" ? version : version.version}`])
    .filter((each) => each?.os !== undefined && each.cpu !== undefined)
    .map((each) => each as Restricted);
}

function missing(binaries: readonly Restricted[]): string[] {
  if (binaries.length === 0) return [];
  return PLATFORMS.filter(({ os, cpu }) => !binaries.some((binary) => runsOn(binary, os, cpu))).map(
    ({ os, cpu }) => `${os}-${cpu}`,
  );
}

function runsOn(binary: Restricted, os: string, cpu: string): boolean {
  const glibc = os !== "linux" || binary.libc === undefined || binary.libc.includes("glibc");
  return glibc && includes(binary.os, os) && includes(binary.cpu, cpu);
}

function includes(list: readonly string[] | undefined, value: string): boolean {
  return list?.includes(value) === true;
}
