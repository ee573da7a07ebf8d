/** The path of a field inside an object, as refusals and errors name it. */
export function joinPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
