import { CoreError } from "../errors.ts";

/** Passes if the condition holds; throws `CORE_PROMISE_BROKEN` with the message otherwise. */
export function assertThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new CoreError(message, { code: "CORE_PROMISE_BROKEN" });
}

/** Passes if both are the same plain data: primitives, byte arrays by content, arrays and records of them. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (isSame(actual, expected)) return; // printing a large block takes longer than comparing it
  assertThat(false, `${what}: expected ${print(expected)}, got ${print(actual)}`);
}

/** Passes if running it throws, or rejects with, an error of this code. */
export async function assertFails(code: string, run: () => unknown): Promise<void> {
  let value: unknown;
  try {
    value = await run();
  } catch (error) {
    const actual = error instanceof Error && "code" in error ? error.code : String(error);
    assertEqual(actual, code, "code of the error");
    return;
  }
  assertThat(false, `expected ${code}, got ${print(value)}`);
}

function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isObject(left) || !isObject(right)) return false;
  if (left instanceof Uint8Array || right instanceof Uint8Array) return isSameBytes(left, right);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && isSame(left[key], right[key]))
  );
}

/** Whatever kind of byte array: a store may answer with a Buffer. */
function isSameBytes(left: object, right: object): boolean {
  if (!(left instanceof Uint8Array && right instanceof Uint8Array)) return false;
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function print(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
  return (text ?? String(value)).slice(0, 200);
}
