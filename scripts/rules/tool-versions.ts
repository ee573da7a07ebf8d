import { parse } from "yaml";
import type { Problem, Rule } from "./rule.ts";
import type { SourceFile } from "./source-file.ts";

/** pnpm, Node and what the browser tests share with the workspace have one version, wherever it is written. */
export const toolVersions: Rule = {
  name: "tool-versions",
  check: (files) => [...otherPnpm(files), ...otherNode(files), ...otherBrowserTools(files)],
};

function otherPnpm(files: readonly SourceFile[]): Problem[] {
  const pnpm = String(json(files, "package.json")["packageManager"]);
  return files
    .filter(
      ({ path }) => path.endsWith(".md") || path.endsWith("package.json") || /^\.(ci|github)\//.test(path),
    )
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => {
        const other = (line.match(/\bpnpm@\d[\w.-]*/g) ?? []).filter((each) => each !== pnpm);
        return other.map((each) => ({
          path,
          line: index + 1,
          message: `${each} is not ${pnpm} of package.json`,
        }));
      }),
    );
}

function otherNode(files: readonly SourceFile[]): Problem[] {
  const node = textOf(files, ".node-version").trim();
  const pinned = Object.entries({
    ...json(files, "package.json")["optionalDependencies"],
    nodeVersion: parse(textOf(files, "pnpm-workspace.yaml"))?.nodeVersion,
  });
  return pinned
    .filter(([, version]) => version !== node)
    .map(([name]) => ({ path: ".node-version", line: 1, message: `${name} is not ${node}` }));
}

function otherBrowserTools(files: readonly SourceFile[]): Problem[] {
  const path = "interop/browser/package.json";
  const { catalog = {} } = parse(textOf(files, "pnpm-workspace.yaml")) ?? {};
  return Object.entries(json(files, path)["devDependencies"] ?? {})
    .filter(([name, version]) => catalog[name] !== undefined && catalog[name] !== version)
    .map(([name]) => ({ path, line: 1, message: `${name} is not ${catalog[name]} of the catalog` }));
}

function json(
  files: readonly SourceFile[],
  path: string,
): Record<string, Record<string, string> | undefined> {
  return JSON.parse(textOf(files, path) || "{}");
}

function textOf(files: readonly SourceFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? "";
}
