/** Resolves when all that promises lead to has run, however long the chain is: an immediate comes after it. */
export function comeToRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
