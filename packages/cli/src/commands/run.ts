import { mkdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { systemClock } from "@icn-mesh/core/node";
import { estimateCost } from "@icn-mesh/economics";
import { DEFAULT_LIMITS, type Limits, type LocalRun, runLocally } from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import type { GivenOptions } from "../command-line/given-options.ts";
import { CliError } from "../errors.ts";
import { loadNodeConfig } from "../node/load-node-config.ts";
import { nodeDoors } from "../node/node-doors.ts";
import type { Output } from "../terminal/output.ts";

const MIB = 1024 * 1024;

/** Runs a module here, as an executor would: what it puts out, what it uses, and what it would cost. */
export async function run({ args, options, terminal, output }: CommandCall): Promise<ExitCode> {
  const [file = "", ...guestArgs] = args;
  const [module, ...inputs] = await Promise.all([file, ...options.list("input")].map(read));
  if (module === undefined) return EXIT.usage;
  const config = await loadNodeConfig({ options, env: terminal.env }, nodeDoors().extensions);
  const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
  try {
    const work = { module, inputs, args: guestArgs, type: typeOf(file) };
    const local = await runLocally({ runner }, work, limitsOf(options));
    const price = priceOf(local, config.executor);
    await writeOutputs(local, options.text("output"));
    output.show(wordsOf(local, price), () => textOf(local, price, output));
    return local.outcome.type === "ok" ? EXIT.done : EXIT.negative;
  } finally {
    await runner.close();
  }
}

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new CliError(`${path} cannot be read`, { code: "CLI_FILE", path }, { cause });
  });
}

function typeOf(file: string): "javascript" | "wasm" {
  return extname(file) === ".wasm" ? "wasm" : "javascript";
}

function limitsOf(options: GivenOptions): Limits {
  const memoryMb = options.count("memory-mb");
  const fuel = options.count("fuel");
  const wallMs = options.count("wall-ms");
  return {
    ...DEFAULT_LIMITS,
    ...(fuel !== undefined && { fuel }),
    ...(wallMs !== undefined && { wallMs }),
    ...(memoryMb !== undefined && { memoryBytes: memoryMb * MIB }),
  };
}

/** What a node with this configuration would ask, if the job asks for as much time as it took. */
function priceOf(
  { usage, needs }: LocalRun,
  { minPrice, ...rates }: Awaited<ReturnType<typeof loadNodeConfig>>["executor"],
): bigint {
  const resources = { cpuCores: 1, memoryMb: Math.max(1, needs.memoryMb), storageMb: 0 };
  const cost = estimateCost(resources, usage.wallMs, {
    perCpuCoreHour: BigInt(rates.perCpuCoreHour),
    perGbMemoryHour: BigInt(rates.perGbMemoryHour),
    perGbStorageHour: BigInt(rates.perGbStorageHour),
    perGpuHour: BigInt(rates.perGpuHour),
  });
  return cost < BigInt(minPrice) ? BigInt(minPrice) : cost;
}

async function writeOutputs({ outcome }: LocalRun, directory: string | undefined): Promise<void> {
  if (directory === undefined || outcome.type !== "ok") return;
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, "result"), outcome.result);
  for (const [name, bytes] of outcome.outputs)
    await writeFile(join(directory, encodeURIComponent(name)), bytes);
}

function wordsOf({ outcome, logs, ...rest }: LocalRun, price: bigint): object {
  if (outcome.type === "failed") return { ...rest, logs, price, outcome };
  const outputs = Object.fromEntries([...outcome.outputs].map(([name, bytes]) => [name, bytes.length]));
  return {
    ...rest,
    logs,
    price,
    outcome: { type: "ok", result: textIn(outcome.result), bytes: outcome.result.length, outputs },
  };
}

function textOf(
  { outcome, usage, logs, checkpoints, needs }: LocalRun,
  price: bigint,
  { paint }: Output,
): string {
  return [
    ...logs.map(({ level, text }) => paint.dim(`${level} ${text}`)),
    ...(outcome.type === "failed"
      ? [`${paint.bad("failed")} ${outcome.class}: ${outcome.message}`]
      : [
          textIn(outcome.result),
          ...[...outcome.outputs].map(([name, bytes]) => `output ${name}: ${bytes.length} bytes`),
        ]),
    paint.dim(
      `fuel ${usage.fuel}, ${usage.wallMs} ms, ${needs.memoryMb} MiB, ${usage.outputBytes} bytes out, ${checkpoints.count} checkpoints of ${checkpoints.bytes} bytes`,
    ),
    paint.dim(`at the prices of this configuration it would cost ${price} mana`),
  ].join("\n");
}

/** Text where the bytes are text, and otherwise how many there are. */
function textIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return `(${bytes.length} bytes)`;
  }
}
