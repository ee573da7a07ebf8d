const MESH = new URL("../../../runtime/test/processes/real-mesh.ts", import.meta.url);

/** A submitter with a process to itself, in a mesh over libp2p whose guard and executors are processes too. */
export interface Submitter {
  /**
   * So many jobs at once; resolves when it knows how each was settled and nothing is owed, to the microseconds of
   * processor time of its process.
   */
  run(jobs: number): Promise<number>;
  stop(): Promise<void>;
}

/** What we use of the mesh of processes that tests start; it is outside this project. */
interface ProcessMesh {
  readonly submitter: {
    order(name: "work", terms: object): Promise<{ readonly micros: number }>;
    order(name: "idle", terms: object): Promise<object>;
  };
  submit(): Promise<string>;
  settled(job: string): Promise<{ readonly money: string }>;
  stop(): Promise<void>;
}

/** Starts the mesh, on the clock of the machine, with everything signed and durable. */
export async function startSubmitter(executors: number): Promise<Submitter> {
  const module: {
    readonly startRealMesh: (options: { executors: number; times: number }) => Promise<ProcessMesh>;
  } = await import(MESH.href);
  const mesh = await module.startRealMesh({ executors, times: 1 });

  async function runJob(): Promise<void> {
    const job = await mesh.submit();
    const { money } = await mesh.settled(job);
    if (money !== "paid") throw new Error(`a job was ${money}`);
  }

  return {
    async run(jobs) {
      const before = await mesh.submitter.order("work", {});
      await Promise.all(Array.from({ length: jobs }, runJob));
      await mesh.submitter.order("idle", {});
      const after = await mesh.submitter.order("work", {});
      return after.micros - before.micros;
    },
    stop: () => mesh.stop(),
  };
}
