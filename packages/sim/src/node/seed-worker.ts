import { batchOf } from "../report/batch-result.ts";
import { simulate } from "../simulate.ts";

// A process of `pnpm sim --jobs N`: it runs the seeds that it is sent and sends back what each came to.
process.on("message", (seed: string) => {
  // What a run throws is a defect of the simulator, and ends the batch.
  void simulate({ seed }).then((report) => process.send?.(batchOf(report)));
});
