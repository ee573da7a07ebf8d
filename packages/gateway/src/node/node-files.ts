import { readFile } from "node:fs/promises";
import type { FileReader } from "../ports/file-reader.ts";

/** The files of this machine. */
export const nodeFiles: FileReader = { read: (path) => readFile(path) };
