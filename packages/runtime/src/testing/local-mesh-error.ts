import { RuntimeError } from "../errors.ts";

/** What a local mesh throws where a test has asked for what cannot be. */
export function localMeshError(because: string): RuntimeError {
  return new RuntimeError(because, { code: "RUNTIME_LOCAL_MESH", because });
}
