import { MeshError } from "./errors.ts";

/** Throws `MESH_BAD_LIMIT` unless the value is an integer from `min` to `max`. */
export function assertLimit(
  name: string,
  value: number,
  { min = 0, max = Number.MAX_SAFE_INTEGER } = {},
): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const message = `${name} is an integer from ${min} to ${max}, not ${value}`;
  throw new MeshError(message, { code: "MESH_BAD_LIMIT", name, value });
}
