/** What a module imports from one namespace, by name: each takes and returns numbers, bigints for an i64, or nothing. */
export type HostFunctions = Readonly<Record<string, (...values: never[]) => unknown>>;
