import { dirname, join } from "node:path/posix";
import type { Declaration, ExportNamedDeclaration, ExportSpecifier, Node } from "oxc-parser";
import { type ParsedModule, parseModule } from "./parse-module.ts";
import type { SourceFile } from "./source-file.ts";
import { publishedPackages } from "./workspace-packages.ts";

/** A name that users of a package can import, where it is declared, and the comment above it. */
export interface PublicExport {
  readonly name: string;
  readonly kind: "class" | "type" | "value";
  readonly path: string;
  readonly line: number;
  readonly doc: string | undefined;
}

/** Everything that the entries of all published packages export from files of their own, each once. */
export function publicExports(files: readonly SourceFile[]): PublicExport[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Map<string, PublicExport>();
  for (const entry of entries(files)) {
    for (const each of exportsOf(entry, byPath)) found.set(`${each.path} ${each.name}`, each);
  }
  return [...found.values()];
}

function entries(files: readonly SourceFile[]): string[] {
  return publishedPackages(files).flatMap(({ dir, manifest }) =>
    Object.values(manifest.exports ?? {}).flatMap((target) => {
      const source = typeof target === "string" ? undefined : target["@icn-mesh/source"];
      return source === undefined ? [] : [join(dir, source)];
    }),
  );
}

function exportsOf(path: string, files: ReadonlyMap<string, SourceFile>): PublicExport[] {
  const file = files.get(path);
  if (file === undefined) return [];
  const module = parseModule(file);
  return module.program.body
    .filter((node) => node.type === "ExportNamedDeclaration")
    .flatMap((node) => {
      if (node.declaration !== null) return declared(module, node.declaration, node);
      const from = node.source === null ? exportsHere(module) : exportsOf(sourceOf(path, node), files);
      return renamed(from, node.specifiers);
    });
}

function sourceOf(path: string, { source }: ExportNamedDeclaration): string {
  const specifier = source?.value ?? "";
  return specifier.startsWith(".") ? join(dirname(path), specifier) : specifier;
}

/** What `export { a as b }` picks; what another package declares is that package's own. */
function renamed(from: readonly PublicExport[], specifiers: readonly ExportSpecifier[]): PublicExport[] {
  return specifiers.flatMap(({ local, exported }) =>
    from.filter(({ name }) => name === textOf(local)).map((each) => ({ ...each, name: textOf(exported) })),
  );
}

function exportsHere(module: ParsedModule): PublicExport[] {
  return module.program.body.flatMap((node) => {
    if (node.type === "ExportNamedDeclaration") {
      return node.declaration === null ? [] : declared(module, node.declaration, node);
    }
    return "declare" in node ? declared(module, node as Declaration, node) : [];
  });
}

function declared(module: ParsedModule, declaration: Declaration, statement: Node): PublicExport[] {
  const kind = kindOf(declaration);
  const line = module.lineOf(statement.start);
  const doc = docAbove(module, statement.start) ?? docOfSchema(module, declaration);
  return namesOf(declaration).map((name) => ({ name, kind, path: module.file.path, line, doc }));
}

function kindOf({ type }: Declaration): PublicExport["kind"] {
  if (type === "ClassDeclaration") return "class";
  return type === "TSInterfaceDeclaration" || type === "TSTypeAliasDeclaration" ? "type" : "value";
}

function namesOf(declaration: Declaration): string[] {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  }
  return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
}

function textOf(name: ExportSpecifier["local"]): string {
  return name.type === "Literal" ? name.value : name.name;
}

function docAbove({ comments, file }: ParsedModule, start: number): string | undefined {
  const above = comments.findLast(({ end }) => end <= start);
  if (above?.type !== "Block" || !above.value.startsWith("*")) return undefined;
  return file.text.slice(above.end, start).trim() === "" ? above.value : undefined;
}

/** `type Bid = z.infer<typeof bidSchema>` is what the sentence above the schema speaks of. */
function docOfSchema(module: ParsedModule, { start, end }: Declaration): string | undefined {
  const schema = /=\s*z\.(?:infer|output)<typeof (\w+)>;?$/.exec(module.file.text.slice(start, end))?.[1];
  const statement = module.program.body.find(
    (node) =>
      node.type === "ExportNamedDeclaration" &&
      node.declaration !== null &&
      namesOf(node.declaration)[0] === schema,
  );
  return schema === undefined || statement === undefined ? undefined : docAbove(module, statement.start);
}
