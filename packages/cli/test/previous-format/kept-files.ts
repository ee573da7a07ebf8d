import { Buffer } from "node:buffer";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** A data directory in one file of text: the content of each of its files, in gzip and base64, and a job in it. */
export interface KeptFiles {
  readonly job: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Reads a data directory whose node does not run. */
export async function keepFiles(data: string, job: string): Promise<KeptFiles> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const paths = entries.filter((each) => each.isFile() && each.name !== "lock");
  const files: Record<string, string> = {};
  for (const { parentPath, name } of paths) {
    const path = join(parentPath, name);
    const place = path.slice(data.length + 1).replaceAll(sep, "/");
    files[place] = gzipSync(await readFile(path)).toString("base64");
  }
  return { job, files };
}

/** Writes it again elsewhere, with rights for nobody else. */
export async function unpackFiles({ files }: KeptFiles, data: string): Promise<void> {
  for (const [place, text] of Object.entries(files)) {
    const path = join(data, place);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, gunzipSync(Buffer.from(text, "base64")), { mode: 0o600 });
  }
}
