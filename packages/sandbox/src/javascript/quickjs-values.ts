import type { GuestMemory } from "../guest/guest-memory.ts";
import { guestStop } from "../guest/guest-stop.ts";

/** A value of QuickJS: where its box is in the memory of the machine; 0 is none. */
export type Boxed = number;

/** How exports of QuickJS are called, and where their pointers lead. */
export interface QuickJsParts {
  readonly memory: GuestMemory;
  call(name: string, ...values: readonly (number | bigint)[]): unknown;
}

/** Values in and out of QuickJS. Every call is metered, as all that the machine does. */
export interface QuickJsValues {
  invoke(name: string, ...values: readonly number[]): number;
  /** Lends a text to `use`, as a pointer and a length in bytes, behind which stands a zero. */
  withText<Result>(text: string, use: (pointer: number, length: number) => Result): Result;
  text(value: Boxed): string;
  /** Where the UTF-8 of a text is, until `qjs_free_cstring` is called with the pointer. */
  borrowText(value: Boxed): readonly [pointer: number, length: number];
  /** Where the bytes of an array are; undefined for any other value. */
  bytesAt(value: Boxed): readonly [pointer: number, length: number] | undefined;
  /** The value, unless it stands for an exception or for none: those end the run. */
  checked(value: Boxed): Boxed;
  free(value: Boxed): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Values over the exports of one instance. */
export function createQuickJsValues({ memory, call }: QuickJsParts): QuickJsValues {
  const invoke = (name: string, ...values: readonly number[]) => Number(call(name, ...values));
  const free = (value: Boxed) => void invoke("qjs_free_value", value);

  function allocate(bytes: number): number {
    const pointer = invoke("wasm_malloc", bytes);
    if (pointer === 0) throw outOfMemory();
    return pointer;
  }

  function borrowText(value: Boxed): readonly [number, number] {
    const lengthPointer = allocate(4);
    const pointer = invoke("qjs_get_string_len", value, lengthPointer);
    if (pointer === 0) throw outOfMemory();
    const length = memory.getUint32(lengthPointer);
    invoke("wasm_free", lengthPointer);
    return [pointer, length];
  }

  function text(value: Boxed): string {
    const [pointer, length] = borrowText(value);
    const read = decoder.decode(memory.view(pointer, length));
    invoke("qjs_free_cstring", pointer);
    return read;
  }

  return {
    invoke,
    text,
    borrowText,
    free,
    withText(source, use) {
      const bytes = encoder.encode(`${source}\0`);
      const pointer = allocate(bytes.length);
      memory.write(pointer, bytes.length, bytes);
      const result = use(pointer, bytes.length - 1);
      invoke("wasm_free", pointer);
      return result;
    },
    bytesAt(value) {
      const places = allocate(12);
      const buffer = invoke("qjs_get_typed_array_buffer", value, places, places + 4, places + 8);
      const isArray = buffer !== 0 && invoke("qjs_is_exception", buffer) === 0;
      const [offset, length] = [memory.getUint32(places), memory.getUint32(places + 4)];
      const start = isArray ? invoke("qjs_get_array_buffer", buffer, places) : 0;
      if (!isArray) free(invoke("qjs_get_exception"));
      if (buffer !== 0) free(buffer);
      invoke("wasm_free", places);
      return isArray ? [start + offset, length] : undefined;
    },
    checked(value) {
      if (value === 0) throw outOfMemory();
      if (invoke("qjs_is_exception", value) === 0) return value;
      throw guestStop("trap", text(invoke("qjs_get_exception")));
    },
  };
}

function outOfMemory(): Error {
  return guestStop("out-of-memory", "the job needs more memory than allowed");
}
