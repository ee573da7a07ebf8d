import { readFile } from "node:fs/promises";
import type { Client, JobSubmission } from "@icn-mesh/client";
import type { GivenOptions } from "../command-line/given-options.ts";
import { CliError, usage } from "../errors.ts";

type Spec = JobSubmission["spec"];

/** Where a submission that is no file comes from. */
export interface SubmissionSources {
  readonly client: Pick<Client, "putBlob">;
  readonly options: GivenOptions;
  readonly input: AsyncIterable<Uint8Array>;
  readonly args: readonly string[];
}

/** A submission as JSON from a file or the input, or put together from options; modules and inputs are stored first. */
export async function submissionOf(sources: SubmissionSources): Promise<JobSubmission> {
  const { options, input } = sources;
  const file = options.text("file");
  const base =
    file === undefined ? {} : parseSubmission(file === "-" ? await textOf(input) : await textIn(file));
  const spec = await specOf(sources, base.spec);
  if (spec === undefined)
    throw usage("what to run? --echo <text>, --module <file> or --file <json>; submit --help says more");
  const manifest = await manifestOf(sources);
  return {
    ...base,
    spec,
    cost: amountIn(options, "cost") ?? base.cost ?? "100",
    ...(manifest !== undefined && { manifest }),
    ...termsOf(options),
  };
}

/** What JSON says of a submission. Its shape is for the node to judge. */
export function parseSubmission(text: string): Partial<JobSubmission> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Partial<JobSubmission>;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw usage(`the submission is not JSON: ${message}`);
  }
  throw usage("a submission is a JSON object with spec and cost");
}

async function specOf(
  { client, options, args }: SubmissionSources,
  base: Spec | undefined,
): Promise<Spec | undefined> {
  const kind = kindOf(options) ?? base?.kind;
  if (kind === undefined) return undefined;
  const stored = await Promise.all(options.list("input").map((path) => put(client, path)));
  const { fuel, wallMs, outputBytes } = limitsOf(options);
  return {
    ...base,
    kind,
    ...(stored.length > 0 && { inputs: [...(base?.inputs ?? []), ...stored] }),
    ...(options.list("output").length > 0 && { outputs: [...options.list("output")] }),
    ...(args.length > 0 && { args: [...args] }),
    ...((options.text("fuel") ?? options.text("wall-ms")) ? { limits: { fuel, wallMs, outputBytes } } : {}),
  };
}

function amountIn(options: GivenOptions, name: string): string | undefined {
  const text = options.text(name);
  if (text === undefined || /^\d{1,18}$/.test(text)) return text;
  throw usage(`--${name} takes a whole amount of mana, not ${JSON.stringify(text)}`);
}

function kindOf(options: GivenOptions): Spec["kind"] | undefined {
  const payload = options.text("echo");
  if (payload !== undefined) return { type: "echo", params: { payload } };
  const module = options.text("module");
  if (module === undefined) return undefined;
  return { type: module.endsWith(".js") ? "javascript" : "wasm", params: null };
}

const MIB = 1024 * 1024;

function limitsOf(options: GivenOptions) {
  return {
    fuel: options.count("fuel") ?? 10_000_000_000,
    wallMs: options.count("wall-ms") ?? 30_000,
    outputBytes: MIB,
  };
}

async function manifestOf({ client, options }: SubmissionSources): Promise<string | undefined> {
  const module = options.text("module");
  return module === undefined ? undefined : put(client, module);
}

async function put(client: Pick<Client, "putBlob">, path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read`, { code: "CLI_FILE", path }, { cause });
  });
  return (await client.putBlob({ bytes })).cid;
}

function termsOf(options: GivenOptions): Partial<JobSubmission> {
  const [name, spare] = [options.text("name"), amountIn(options, "spare")];
  const replicas = options.count("replicas");
  const labels = options.list("label").map((each) => each.split("=", 2) as [string, string?]);
  const window = options.count("bid-window-ms");
  const enough = options.count("enough-bids");
  return {
    ...(name !== undefined && { name }),
    ...(spare !== undefined && { spare }),
    ...(window !== undefined && { bidWindowMs: window }),
    ...(enough !== undefined && { enoughBids: enough }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels.map(([key, value = ""]) => [key, value])) }),
    ...(replicas !== undefined && {
      verification: { type: "quorum", replicas, agree: Math.floor(replicas / 2) + 1 },
    }),
  } as Partial<JobSubmission>;
}

async function textIn(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read`, { code: "CLI_FILE", path }, { cause });
  });
}

async function textOf(input: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of input) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}
