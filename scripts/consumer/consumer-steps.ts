import { build, type Plugin } from "esbuild";
import { commandOutcome } from "../steps/run-command.ts";
import type { Outcome, Step } from "../steps/step.ts";
import { type ConsumerProject, createConsumerProject } from "./consumer-project.ts";
import { nodeRelease } from "./node-release.ts";

/** The oldest Node we promise, the oldest line that is still supported after it, and the one we develop on. */
const NODES = ["22.18.0", "24.21.0", "26.10.0"];

/** The packages that promise to run in browsers, but for their entry `…/node`. */
const BROWSER_PACKAGES = ["@icn-mesh/client", "@icn-mesh/core", "@icn-mesh/mesh"];

/** Where a consumer is made, and of what; both are asked for when its first step runs. */
export interface ConsumerOptions {
  folder(): string;
  tarballs(): readonly string[];
}

/** What a stranger does with our tarballs: install them, import them on each Node, typecheck, bundle for browsers. */
export function consumerSteps({ folder, tarballs }: ConsumerOptions): Step[] {
  let installing: Promise<ConsumerProject> | undefined;
  const project = (): Promise<ConsumerProject> => {
    installing ??= createConsumerProject(folder(), tarballs());
    return installing;
  };
  const after = ["consumer: install"];
  return [
    { name: "consumer: install", after: ["pack"], run: () => project().then(() => ({ status: "passed" })) },
    ...NODES.map((version) => ({
      name: `consumer: imports on Node ${version}`,
      after,
      run: async () => importOn(version, await project()),
    })),
    { name: "consumer: types, nodenext", after, run: async () => typecheck("nodenext", await project()) },
    { name: "consumer: types, bundler", after, run: async () => typecheck("bundler", await project()) },
    { name: "consumer: types, browser", after, run: async () => typecheckForBrowsers(await project()) },
    { name: "consumer: browser bundle", after, run: async () => bundle(await project()) },
  ];
}

/** The built package finds the program of its threads, and they start, judge and stop. */
const THREADS_WORK = `
const { createKeySigner, nobleEngine } = await import("@icn-mesh/core");
const { createWorkerVerifier, nodeCryptoEngine } = await import("@icn-mesh/core/node");
const signer = createKeySigner({ engine: nobleEngine(), secretKey: new Uint8Array(32).fill(1) });
const message = new Uint8Array(3);
const claim = { by: signer.did, message, signature: await signer.sign(message) };
const verifier = createWorkerVerifier({ engine: nodeCryptoEngine() });
const verdicts = await verifier.verifyMany([claim, { ...claim, message: new Uint8Array(4) }]);
await verifier.close();
if (String(verdicts) !== "true,false") throw verdicts;
`;

/** The built package finds the program of its processes, and a guest runs in one. */
const GUEST_WORK = `
const { systemClock } = await import("@icn-mesh/core/node");
const { DEFAULT_LIMITS: limits } = await import("@icn-mesh/sandbox");
const { createProcessRunner } = await import("@icn-mesh/sandbox/node");
const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
const kind = { type: "javascript", params: {} };
const module = new TextEncoder().encode("() => 6 * 7");
const work = { kind, module, inputs: [], args: [], outputs: [], deterministic: true, seed: "", now: 0 };
const { outcome } = await runner.run(work, { limits });
await runner.close();
if (outcome.type !== "ok" || new TextDecoder().decode(outcome.result) !== "42") throw outcome;
`;

/** What an entry is seen to do, where it needs a program that has to be found. */
const WORKS = { "@icn-mesh/core/node": THREADS_WORK, "@icn-mesh/sandbox/node": GUEST_WORK };

async function importOn(version: string, { dir, entries, write }: ConsumerProject): Promise<Outcome> {
  const node = await nodeRelease(version);
  if (node === undefined)
    return { status: "skipped", reason: `no Node ${version} to fetch for ${process.platform}` };
  const imports = entries
    .filter((entry) => !entry.endsWith("-worker")) // a thread runs these, and they export nothing
    .map((entry) => `if (Object.keys(await import("${entry}")).length === 0) throw "${entry}";`);
  const file = `imports-${version}.js`;
  const isRight = `if (process.version !== "v${version}") throw process.version;`;
  const works = Object.entries(WORKS).flatMap(([entry, work]) =>
    entries.includes(entry) ? [`{${work}}`] : [],
  );
  write(file, [isRight, ...imports, ...works].join("\n"));
  return commandOutcome([node, file], { cwd: dir });
}

function typecheck(moduleResolution: "nodenext" | "bundler", project: ConsumerProject): Promise<Outcome> {
  const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
  return compile(moduleResolution, project, {
    entries: project.entries,
    options: { module, moduleResolution, lib: ["es2024"], types: ["node"] },
  });
}

function typecheckForBrowsers(project: ConsumerProject): Promise<Outcome> {
  return compile("browser", project, {
    entries: browserEntries(project),
    options: { module: "esnext", moduleResolution: "bundler", lib: ["es2024", "dom"], types: [] },
  });
}

interface Compilation {
  readonly entries: readonly string[];
  readonly options: object;
}

function compile(
  name: string,
  { dir, write }: ConsumerProject,
  { entries, options }: Compilation,
): Promise<Outcome> {
  const imports = entries.map((entry, index) => `import * as entry${index} from "${entry}";`);
  write(
    `${name}.ts`,
    [...imports, `export const all = [${entries.map((_, index) => `entry${index}`)}];`].join("\n"),
  );
  const strict = { target: "es2024", strict: true, skipLibCheck: false, noEmit: true, ...options };
  write(`tsconfig.${name}.json`, { compilerOptions: strict, files: [`${name}.ts`] });
  return commandOutcome(["tsc", "-p", `tsconfig.${name}.json`], { cwd: dir });
}

async function bundle(project: ConsumerProject): Promise<Outcome> {
  const entries = browserEntries(project);
  const contents = entries.map((entry, index) => `export * as entry${index} from "${entry}";`).join("\n");
  const { metafile } = await build({
    stdin: { contents, resolveDir: project.dir },
    bundle: true,
    platform: "browser",
    format: "esm",
    metafile: true,
    write: false,
    logLevel: "silent",
    // Only what is left as an import can be told from what a browser has.
    plugins: [keepNodeModules],
  });
  const left = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return left.length === 0
    ? { status: "passed" }
    : { status: "failed", output: `still imports ${left.join(", ")}` };
}

const keepNodeModules: Plugin = {
  name: "keep-node-modules",
  setup: ({ onResolve }) => onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true })),
};

function browserEntries({ entries }: ConsumerProject): string[] {
  return entries.filter((entry) =>
    BROWSER_PACKAGES.some((name) => isOf(name, entry) && !isOf(`${name}/node`, entry)),
  );
}

function isOf(parent: string, entry: string): boolean {
  return `${entry}/`.startsWith(`${parent}/`);
}
