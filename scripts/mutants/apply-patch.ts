/** The text of a file before the patch, by its path from the root; undefined where there is no such file. */
export type ReadText = (path: string) => string | undefined;

/** Applies a unified diff to texts. Every line of context has to be there; throws where the sources have moved on. */
export function applyPatch(patch: string, textOf: ReadText): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { path, hunks } of filesOf(patch)) {
    const text = textOf(path);
    if (text === undefined) throw new Error(`there is no ${path} to patch`);
    texts.set(
      path,
      hunks.reduce((patched, hunk) => applyHunk(patched, hunk, path), text),
    );
  }
  if (texts.size === 0) throw new Error("the patch names no file");
  return texts;
}

interface Hunk {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface PatchedFile {
  readonly path: string;
  readonly hunks: Hunk[];
}

function filesOf(patch: string): PatchedFile[] {
  const files: PatchedFile[] = [];
  for (const part of patch.split(/^--- /m).slice(1)) {
    const [, target = "", ...rest] = part.split("\n");
    const path = /^\+\+\+ (?:b\/)?(\S+)/.exec(target)?.[1];
    if (path === undefined) throw new Error(`not the name of a patched file: ${target}`);
    const hunks = rest
      .join("\n")
      .split(/^@@.*$/m)
      .slice(1)
      .map(hunkOf);
    files.push({ path, hunks });
  }
  return files;
}

function hunkOf(text: string): Hunk {
  const lines = text.split("\n").filter((line) => /^[ +-]/.test(line));
  const side = (left: string) =>
    lines.filter((line) => line[0] === " " || line[0] === left).map((line) => line.slice(1));
  return { before: side("-"), after: side("+") };
}

/** The lines decide where a hunk goes, not the numbers in its head: others may add lines above it. */
function applyHunk(text: string, { before, after }: Hunk, path: string): string {
  const lines = text.split("\n");
  const fits = (at: number): boolean => before.every((line, index) => lines[at + index] === line);
  const places = lines.map((_, at) => at).filter(fits);
  const [at] = places;
  if (at === undefined) throw new Error(`a hunk for ${path} does not fit: ${before[0]}`);
  if (places.length > 1) throw new Error(`a hunk for ${path} fits in ${places.length} places: ${before[0]}`);
  return lines.toSpliced(at, before.length, ...after).join("\n");
}
