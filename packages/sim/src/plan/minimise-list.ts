/**
 * Leaves out as much of a list as it can while it still is so, chunk by chunk in ever smaller chunks (delta debugging).
 * The list itself is taken to be so.
 */
export async function minimiseList<Item>(
  items: readonly Item[],
  isSo: (fewer: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let kept = items;
  if (kept.length > 0 && (await isSo([]))) return [];
  for (let size = Math.ceil(kept.length / 2); size > 0 && kept.length > 0; ) {
    const fewer = await withoutOneChunk(kept, size, isSo);
    if (fewer !== undefined) kept = fewer;
    else if (size === 1) break;
    else size = Math.ceil(size / 2);
    size = Math.min(size, Math.max(1, Math.ceil(kept.length / 2)));
  }
  return kept;
}

async function withoutOneChunk<Item>(
  items: readonly Item[],
  size: number,
  isSo: (fewer: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  for (let at = 0; at < items.length; at += size) {
    const fewer = items.toSpliced(at, size);
    if (await isSo(fewer)) return fewer;
  }
  return undefined;
}
