import type { Node } from "oxc-parser";
import { parseModule } from "../rules/parse-module.ts";
import { walk } from "../rules/walk.ts";

/** One small change of a module. */
export interface Mutation {
  readonly path: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly to: string;
}

const SWAPPED: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "&&": "||",
  "||": "&&",
  "??": "&&",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "++": "--",
  "--": "++",
};

/** Every change that is tried of a module: of an operator, a condition, a constant, a result, or a statement left out. */
export function mutationsOf(path: string, text: string): Mutation[] {
  const module = parseModule({ path, text });
  const found: Mutation[] = [];
  const still: Node[] = [];
  walk(module.program, (node, parent) => {
    if (still.some((each) => each.start <= node.start && node.end <= each.end)) return;
    if (isStill(node, parent)) {
      still.push(node);
      return;
    }
    for (const { start, end, to } of changesOf(node, text)) {
      const from = text.slice(start, end);
      if (to !== `(${from})`) found.push({ path, line: module.lineOf(start), start, end, from, to });
    }
  });
  return found;
}

/** The text of the module with the change. */
export function mutate(text: string, { start, end, to }: Mutation): string {
  return text.slice(0, start) + to + text.slice(end);
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** Types, imports and names of properties do nothing when a program runs. */
function isStill(node: Node, parent: Node | undefined): boolean {
  if (node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration") return true;
  if (node.type === "ExportNamedDeclaration") return node.source !== null;
  if (node.type.startsWith("TS")) return !/^TS(As|Satisfies|NonNull)Expression$/.test(node.type);
  return parent?.type === "Property" && parent.key === node && !parent.computed && !parent.shorthand;
}

function changesOf(node: Node, text: string): Change[] {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return swapped(node.operator, text, [node.left.end, node.right.start]);
    case "AssignmentExpression":
      return swapped(node.operator, text, [node.left.end, node.right.start]);
    case "UpdateExpression":
      return swapped(node.operator, text, [node.start, node.end]);
    case "IfStatement":
    case "ConditionalExpression":
      return [replaced(node.test, "true"), replaced(node.test, "false")];
    case "UnaryExpression":
      return node.operator === "!"
        ? [replaced(node, text.slice(node.argument.start, node.argument.end))]
        : [];
    case "ReturnStatement":
      return node.argument === null ? [] : [replaced(node.argument, "undefined")];
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? [] : [replaced(node.body, "undefined")];
    case "ExpressionStatement":
      return [replaced(node, ";")];
    case "Literal":
      return changesOfLiteral(node);
    default:
      return [];
  }
}

function changesOfLiteral(node: Extract<Node, { type: "Literal" }>): Change[] {
  if (typeof node.value === "number") return [replaced(node, `${node.value + 1}`)];
  if (typeof node.value === "bigint") return [replaced(node, `${node.value + 1n}n`)];
  if (typeof node.value === "boolean") return [replaced(node, `${!node.value}`)];
  return typeof node.value === "string" && node.value !== "" ? [replaced(node, '""')] : [];
}

function swapped(operator: string, text: string, [from, to]: readonly [number, number]): Change[] {
  const other = SWAPPED[operator];
  const start = text.indexOf(operator, from);
  if (other === undefined || start === -1 || start >= to) return [];
  return [{ start, end: start + operator.length, to: other }];
}

function replaced({ start, end }: { readonly start: number; readonly end: number }, to: string): Change {
  return { start, end, to: `(${to})`.replace("(;)", ";") };
}
