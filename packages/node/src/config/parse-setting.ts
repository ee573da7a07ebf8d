import type { ConfigKey } from "./config-key.ts";

/** The value that a text stands for where a setting is of that type. What does not fit is left as it is, for the schema to refuse. */
export function parseSetting({ type }: Pick<ConfigKey, "type">, text: string): unknown {
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return text === "true" || (text === "false" ? false : text);
    case "integer":
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case "array":
      return text.startsWith("[") ? parseJson(text) : listOf(text);
    default:
      return parseJson(text);
  }
}

function listOf(text: string): readonly string[] {
  return text.split(",").flatMap((each) => (each.trim() === "" ? [] : [each.trim()]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
