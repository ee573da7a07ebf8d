import { recordOfType } from "../../src/records/record-types.ts";
import { sampleBodies } from "../records/samples.ts";
import { hex } from "../records/vectors.ts";

// Prints whether code can be generated here, and the bytes of every sample after they were read back.

function canGenerate(): boolean {
  try {
    // biome-ignore lint/nursery/noImpliedEval: whether this is allowed is the question
    return new Function("return true")();
  } catch {
    return false;
  }
}

console.log(canGenerate());
for (const body of sampleBodies) {
  const codec = recordOfType(body.t)?.codec;
  const decoded = codec?.decode(codec.encode(body));
  console.log(decoded?.ok && codec ? hex(codec.encode(decoded.value)) : "refused");
}
