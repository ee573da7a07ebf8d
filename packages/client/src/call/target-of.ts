import type { Route } from "../contract/route.ts";

/** The path and query of a call. */
export function targetOf(
  { path }: Route,
  { params = {}, query = {} }: { readonly params?: object; readonly query?: object },
): string {
  const values = new Map(Object.entries(params));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name) ?? "")),
  );
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`],
  );
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`;
}
