import type { LocalMesh } from "../../src/testing/index.ts";

/** Lets time pass until the work is done, and gives what it comes to. */
export async function inTime<Value>(mesh: LocalMesh, work: Promise<Value>): Promise<Value> {
  let isDone = false;
  const watched = work.finally(() => {
    isDone = true;
  });
  watched.catch(() => undefined); // whoever awaits it below is told
  await mesh.until(() => isDone);
  return watched;
}
