/** The microseconds of processor time that a run takes, on all threads of this process. */
export async function processorMicros(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
