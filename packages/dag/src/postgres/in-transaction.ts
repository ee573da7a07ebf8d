import type { PoolClient } from "pg";

/** Runs a task between BEGIN and COMMIT; what it throws undoes all of it. */
export async function inTransaction<Result>(
  client: PoolClient,
  task: () => Promise<Result>,
): Promise<Result> {
  await client.query("BEGIN");
  let result: Result;
  try {
    result = await task();
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined); // the first error tells more than a second one
    throw error;
  }
  await client.query("COMMIT");
  return result;
}
