import type { Shape } from "./shape.ts";

/** How many levels of lists and maps a value of this shape has at most, without those inside `Data`. */
export function depthOf(shape: Shape): number {
  switch (shape.kind) {
    case "list":
      return 1 + depthOf(shape.element);
    case "map":
      return 1 + depthOf(shape.value);
    case "object":
      return 1 + deepest(shape.fields.map((field) => field.shape));
    case "union":
      return deepest([...shape.variants.values(), ...(shape.plain === undefined ? [] : [shape.plain])]);
    case "nullable":
      return depthOf(shape.inner);
    default:
      return 0;
  }
}

function deepest(shapes: readonly Shape[]): number {
  return shapes.reduce((depth, shape) => Math.max(depth, depthOf(shape)), 0);
}
