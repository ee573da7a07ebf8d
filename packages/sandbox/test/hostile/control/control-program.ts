import { mkdirSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, resourceUsage } from "node:process";
import { Script } from "node:vm";
import { WASI } from "node:wasi";
import { ICN_ABI, ICN_MESH_ABI } from "../../../src/abi/icn-abi.ts";
import { type ControlReport, REPORT } from "./control-report.ts";
import { createNaiveHost } from "./naive-host.ts";

// Runs a guest as it is: no limits, no meter, a host that believes everything. It is meant to be killed, and leaves the
// folder of the guest to whoever started it.

const [, , file = "", kind = "wasm", patience = "Infinity"] = argv;
const stdoutFile = join(dirname(file), "stdout");
const stdout = openSync(stdoutFile, "w");
const directory = join(dirname(file), "root");
mkdirSync(directory);
const exported: { memory?: WebAssembly.Memory; table?: WebAssembly.Table } = {};
const host = createNaiveHost(() => exported.memory?.buffer as ArrayBuffer | undefined, Number(patience));
let isCompiled = false;
const before = resourceUsage().maxRSS;
let end = { ended: "returned", message: "" };
try {
  const source = readFileSync(file);
  if (kind === "wasm") runModule(source);
  else await runScript(source.toString());
} catch (error) {
  end = error instanceof Error ? { ended: error.name, message: error.message } : end;
}
const report: ControlReport = {
  ...end,
  isCompiled,
  memoryBytes: exported.memory?.buffer.byteLength ?? 0,
  tableElements: exported.table?.length ?? 0,
  grownBytes: (resourceUsage().maxRSS - before) * 1024,
  ...host.taken,
  names: host.taken.names.size,
  files: readdirSync(directory).length,
  stdoutBytes: statSync(stdoutFile).size,
};
console.log(`${REPORT}${JSON.stringify(report)}`);

function runModule(bytes: Uint8Array<ArrayBuffer>): void {
  const compiled = new WebAssembly.Module(bytes);
  isCompiled = true;
  const wasi = new WASI({ version: "preview1", preopens: { "/": directory }, stdout, returnOnExit: true });
  const abi = Object.entries({ ...ICN_ABI, ...ICN_MESH_ABI });
  const icn = Object.fromEntries(abi.map(([name, [first]]) => [name, host.hostFunction(name, first)]));
  // Without an instance there is no memory yet, so a start function runs while the host has none.
  const instance = new WebAssembly.Instance(compiled, { icn, ...wasi.getImportObject() });
  Object.assign(exported, instance.exports);
  call(instance, wasi);
}

function call(instance: WebAssembly.Instance, wasi: WASI): void {
  const { run, step, _start } = instance.exports;
  if (typeof _start === "function") wasi.start(instance);
  if (typeof run === "function") run();
  if (typeof step !== "function") return;
  while (step() !== 0);
}

async function runScript(text: string): Promise<void> {
  const size = (data: unknown) => (data as { readonly length?: number } | null)?.length ?? 0;
  const icn = { log: (message: unknown) => host.note("log", size(message)) };
  const main = new Script(text).runInThisContext();
  isCompiled = true;
  const job = await main(icn);
  while (job?.step?.());
}
