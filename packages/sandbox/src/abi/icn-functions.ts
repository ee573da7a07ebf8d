import type { LogLevel } from "@icn-mesh/core";
import type { GuestContext } from "../guest/guest-context.ts";
import { type ICN_ABI, ICN_ABI_VERSION } from "./icn-abi.ts";

/** What a call answers where there is no such input, argument, or state, or where a name may not be used. */
const NOTHING = -1;
const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];
/** Drawing a byte takes as long as copying four. */
const BYTES_OF_RANDOM = 4;
const MAX_LINE = 4096;
const MAX_MESSAGE = 1024;
const MAX_LABEL = 128;
const MAX_NAME = 64;
const MAX_BASIS_POINTS = 10_000;

/** The functions of `icn` that any guest may call. */
export function createIcnFunctions(context: GuestContext) {
  return {
    abi_version: () => ICN_ABI_VERSION,
    ...argumentFunctions(context),
    ...inputFunctions(context),
    ...outputFunctions(context),
    ...reportFunctions(context),
    ...stateFunctions(context),
    random(pointer: number, length: number): void {
      const bytes = context.memory.view(pointer, length);
      context.charge(bytes.length * BYTES_OF_RANDOM);
      context.random.fill(bytes);
    },
  } satisfies Record<keyof typeof ICN_ABI, unknown>;
}

function argumentFunctions({ task, memory, charge }: GuestContext) {
  const encoded = task.args.map((argument) => new TextEncoder().encode(argument));
  return {
    arg_count: () => encoded.length,
    arg_size: (index: number) => encoded[index >>> 0]?.length ?? NOTHING,
    arg_read(index: number, pointer: number, capacity: number): number {
      const argument = encoded[index >>> 0];
      if (argument === undefined) return NOTHING;
      charge(argument.length);
      return memory.write(pointer, capacity, argument);
    },
  };
}

function inputFunctions({ task: { inputs }, memory, charge }: GuestContext) {
  return {
    input_count: () => inputs.length,
    input_size: (index: number) => BigInt(inputs[index >>> 0]?.length ?? NOTHING),
    input_read(...[index, offset, pointer, capacity]: [number, bigint, number, number]): number {
      const input = inputs[index >>> 0];
      if (input === undefined) return NOTHING;
      const rest = input.subarray(startOf(offset, input.length));
      charge(Math.min(capacity >>> 0, rest.length));
      return memory.write(pointer, capacity, rest);
    },
  };
}

function outputFunctions({ port, memory, outputs, reports, charge, chargeEvent }: GuestContext) {
  return {
    output_write(...[namePointer, nameLength, pointer, length]: [number, number, number, number]): number {
      const bytes = memory.view(pointer, length);
      charge(bytes.length);
      const output = outputs.open(memory.text(namePointer, nameLength, MAX_NAME + 1));
      if (output === undefined) return NOTHING;
      outputs.spend(bytes.length);
      output.write(output.size, bytes);
      return bytes.length;
    },
    partial_output(...values: [number, number, number, number, number, number]): number {
      const [idPointer, idLength, formatPointer, formatLength, pointer, length] = values;
      const bytes = memory.view(pointer, length);
      chargeEvent(bytes.length);
      const outputId = memory.text(idPointer, idLength, MAX_LABEL);
      const format = memory.text(formatPointer, formatLength, MAX_LABEL);
      if (outputId === "") return NOTHING;
      outputs.countPiece();
      outputs.spend(bytes.length);
      const { stage } = reports.progress;
      port.emit({ type: "partial", outputId, stage, bytes: bytes.slice(), ...(format !== "" && { format }) });
      return bytes.length;
    },
  };
}

function reportFunctions({ memory, reports, chargeEvent }: GuestContext) {
  return {
    log(level: number, pointer: number, length: number): void {
      chargeEvent(Math.min(length >>> 0, MAX_LINE));
      reports.log(LEVELS[level >>> 0] ?? "info", memory.text(pointer, length, MAX_LINE));
    },
    progress(...values: [number, number, number, number, number]): void {
      const [percent, stagePointer, stageLength, messagePointer, messageLength] = values;
      chargeEvent(0);
      reports.setProgress({
        percent: Math.min(percent >>> 0, MAX_BASIS_POINTS),
        stage: memory.text(stagePointer, stageLength, MAX_LABEL),
        message: memory.text(messagePointer, messageLength, MAX_MESSAGE),
      });
    },
  };
}

function stateFunctions({ memory, saved, charge, chargeEvent, checkpoint }: GuestContext) {
  return {
    checkpoint(...[idPointer, idLength, pointer, length]: [number, number, number, number]): void {
      const state = memory.view(pointer, length);
      chargeEvent(state.length);
      checkpoint(memory.text(idPointer, idLength, MAX_LABEL) || "saved", state);
    },
    restore_size: () => BigInt(saved?.length ?? NOTHING),
    restore_read(offset: bigint, pointer: number, capacity: number): number {
      if (saved === undefined) return NOTHING;
      const rest = saved.subarray(startOf(offset, saved.length));
      charge(Math.min(capacity >>> 0, rest.length));
      return memory.write(pointer, capacity, rest);
    },
  };
}

/** An offset of 64 bits as one into `length` bytes; beyond them there is nothing to read. */
function startOf(offset: bigint, length: number): number {
  const unsigned = BigInt.asUintN(64, offset);
  return unsigned > BigInt(length) ? length : Number(unsigned);
}
