import { usage } from "../errors.ts";

/** The options of one call. */
export interface GivenOptions {
  isOn(name: string): boolean;
  text(name: string): string | undefined;
  /** A whole number, zero or more; refused as `CLI_USAGE` where it is something else. */
  count(name: string): number | undefined;
  list(name: string): readonly string[];
}

/** Options as `parseArgs` of Node gives them. */
export function givenOptions(
  values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>,
): GivenOptions {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    isOn: (name) => values[name] === true,
    text,
    count(name) {
      const given = text(name);
      if (given === undefined || /^\d{1,15}$/.test(given))
        return given === undefined ? undefined : Number(given);
      throw usage(`--${name} takes a whole number, not ${JSON.stringify(given)}`);
    },
    list(name) {
      const value = values[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}
