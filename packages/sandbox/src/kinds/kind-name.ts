import type { JobKind } from "@icn-mesh/core";

/**
 * What a runner is registered under: the type of the kind, and for a `generic` one `generic/` with the label that its
 * parameters give. A generic kind without a label has no name, and so no runner.
 */
export function kindName({ type, params }: JobKind): string | undefined {
  if (type !== "generic") return type;
  const isObject = typeof params === "object" && params !== null && !Array.isArray(params);
  const label =
    isObject && Object.hasOwn(params, "label") ? Object.entries(params).find(isLabel)?.[1] : undefined;
  return typeof label === "string" && label !== "" ? `generic/${label}` : undefined;
}

function isLabel([name]: readonly [string, unknown]): boolean {
  return name === "label";
}
