/** One call by which a store changes its disk. A file is known by a number, since its name can change. */
export type DiskOperation =
  | { readonly do: "create"; readonly name: string; readonly file: number }
  | { readonly do: "write"; readonly file: number; readonly at: number; readonly bytes: Uint8Array }
  | { readonly do: "truncate"; readonly file: number; readonly size: number }
  | { readonly do: "sync"; readonly file: number }
  | { readonly do: "rename"; readonly from: string; readonly to: string }
  | { readonly do: "remove"; readonly name: string }
  | { readonly do: "sync directory" };

/** Files by their names. */
export type DiskContent = ReadonlyMap<string, Uint8Array>;
