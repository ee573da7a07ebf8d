/** The folder of tests that mirrors the one of a source: `queue` for `packages/mesh/src/queue/key-heap.ts`. */
export function testFolderOf(path: string): string {
  return /\/src\/([^/]+)\//.exec(path)?.[1] ?? "";
}
