const OVERHEAD_BYTES = 64 * 1024;

/** The most that a file may take whose content has so many bytes, with what holds its pieces together. */
export function mostFileBytes(contentBytes: number): number {
  return contentBytes + OVERHEAD_BYTES;
}
