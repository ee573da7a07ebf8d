import { CoreError } from "./errors.ts";

/** Throws `CORE_OUT_OF_RANGE` unless the value is an integer from `min` to `max`. */
export function assertInteger(
  name: string,
  value: number,
  { min = 0, max = Number.MAX_SAFE_INTEGER } = {},
): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  refuse(`${name} is an integer from ${min} to ${max}`, name, value);
}

/** Throws `CORE_OUT_OF_RANGE` unless the value is a finite number of at least `min`. */
export function assertNumber(name: string, value: number, { min = Number.NEGATIVE_INFINITY } = {}): void {
  if (Number.isFinite(value) && value >= min) return;
  refuse(
    `${name} is a finite number${min === Number.NEGATIVE_INFINITY ? "" : ` of at least ${min}`}`,
    name,
    value,
  );
}

/** Throws `CORE_OUT_OF_RANGE` for NaN. */
export function assertNotNaN(name: string, value: number): void {
  if (Number.isNaN(value)) refuse(`${name} is a number`, name, value);
}

function refuse(message: string, name: string, value: number): never {
  throw new CoreError(`${message}, not ${value}`, { code: "CORE_OUT_OF_RANGE", name, value });
}
