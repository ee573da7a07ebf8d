import type { HostFunctions } from "../abi/host-functions.ts";
import { createIcnFunctions } from "../abi/icn-functions.ts";
import { createMeshFunctions } from "../abi/mesh-functions.ts";
import type { StateOwner } from "../state/guest-state.ts";
import type { ReadState } from "../state/read-state.ts";
import type { StateImage } from "../state/state-writer.ts";
import { createWasiFunctions } from "../wasi/wasi-functions.ts";
import { createWasiState, type WasiState } from "../wasi/wasi-state.ts";
import type { ModuleImport } from "../wasm/module-interface.ts";
import type { GuestContext } from "./guest-context.ts";
import type { GuestMemory } from "./guest-memory.ts";
import { guestStop } from "./guest-stop.ts";

/** All that a guest has outside its own memory, and the functions through which it has it. */
export interface GuestWorld {
  readonly context: GuestContext;
  readonly imports: Readonly<Record<string, HostFunctions>>;
  /** What the guest wrote to its standard output. */
  stdout(): Uint8Array;
  outputs(): ReadonlyMap<string, Uint8Array>;
  /** Everything here that a state has to hold. */
  image(): Omit<StateImage, "fuel" | "globals" | "origin" | "step" | keyof StateOwner>;
  /** Puts the outside of a state back. */
  restore(state: ReadState): void;
}

/** The world of one run, with the functions of those namespaces that the module imports from. */
export function createGuestWorld(context: GuestContext, wanted: readonly ModuleImport[]): GuestWorld {
  const { outputs, reports, random } = context;
  const wasi = createWasiState(context);

  function keptBuffers(): [string, Uint8Array][] {
    const { files, directories } = wasi.tree.scratch();
    return [
      ...[...outputs.entries()].map(([name, { bytes }]): [string, Uint8Array] => [`output:${name}`, bytes()]),
      ...[...files].map(([path, { bytes }]): [string, Uint8Array] => [`file:${path}`, bytes()]),
      ...directories.map((path): [string, Uint8Array] => [`directory:${path}`, new Uint8Array()]),
      ["stdout:", wasi.stdout.bytes()],
    ];
  }

  const restoring: Readonly<Record<string, (name: string, bytes: Uint8Array) => void>> = {
    output: (name, bytes) => outputs.open(name)?.write(0, bytes),
    file: (path, bytes) => wasi.tree.restore(path, bytes),
    directory: (path) => wasi.tree.restore(path),
    stdout: (_name, bytes) => wasi.stdout.write(0, bytes),
  };

  return {
    context,
    imports: importsFor(new Set(wanted.map(({ module }) => module)), context, wasi),
    stdout: () => wasi.stdout.bytes().slice(),
    outputs: () => new Map([...outputs.entries()].map(([name, { bytes }]) => [name, bytes().slice()])),
    image: () => ({
      outputBytes: outputs.spent,
      random: random.position(),
      ticks: wasi.ticks,
      stage: reports.progress.stage,
      percent: reports.progress.percent,
      descriptors: wasi.descriptors.entries().map(([fd, descriptor]) => ({ fd, ...descriptor })),
      buffers: keptBuffers(),
    }),
    restore({ facts, buffers }) {
      wasi.ticks = facts.ticks;
      wasi.descriptors.replace(facts.descriptors.map(({ fd, ...descriptor }) => [fd, descriptor]));
      reports.resume(facts);
      for (const [name, bytes] of buffers) {
        const colon = name.indexOf(":");
        restoring[name.slice(0, colon)]?.(name.slice(colon + 1), bytes);
      }
    },
  };
}

function importsFor(
  modules: ReadonlySet<string>,
  context: GuestContext,
  wasi: WasiState,
): Readonly<Record<string, HostFunctions>> {
  const mayCallMesh = context.task.account !== null;
  return {
    // JavaScript reaches the same functions through the host of QuickJS.
    ...((modules.has("icn") || context.task.kind === "javascript") && {
      icn: { ...createIcnFunctions(context), ...(mayCallMesh && createMeshFunctions(context)) },
    }),
    ...(modules.has(WASI) && { [WASI]: createWasiFunctions(context, wasi) }),
    ...(modules.has("env") && { env: createEnvFunctions(context) }),
  };
}

function createEnvFunctions({ memory }: GuestContext): HostFunctions {
  return {
    abort(pointer: number): void {
      throw guestStop("trap", `the program aborted: ${readUtf16(memory, pointer)}`);
    },
  };
}

const WASI = "wasi_snapshot_preview1";
const MAX_REASON_BYTES = 400;

/** A string of AssemblyScript, whose length in bytes stands before it; nothing where the pointer is null. */
function readUtf16({ view }: GuestMemory, pointer: number): string {
  if (pointer === 0) return "no reason given";
  const head = view(pointer - 4, 4);
  const length = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true);
  return new TextDecoder("utf-16le").decode(view(pointer, Math.min(length, MAX_REASON_BYTES))).toWellFormed();
}
