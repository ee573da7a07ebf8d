/** Reads small files of the operator. */
export interface FileReader {
  /** Rejects where there is no such file, or it may not be read. */
  read(path: string): Promise<Uint8Array>;
}
