import { SandboxError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Admission, Work } from "./runner.ts";

const ADMITTED: Admission = { ok: true };

/** Compares what work brings with its limits, without looking into it. */
export function checkWork({ kind, module, inputs, args }: Work, limits: Limits): Admission {
  const moduleBytes = module?.length ?? 0;
  if (moduleBytes > limits.moduleBytes) {
    return refused(
      "invalid-module",
      `a module of ${moduleBytes} bytes, where ${limits.moduleBytes} are allowed`,
    );
  }
  const isModuleKind = kind.type === "wasm" || kind.type === "ccl-wasm" || kind.type === "javascript";
  if (isModuleKind && moduleBytes === 0) return refused("invalid-module", "there is no module");
  const inputBytes = [...inputs, ...args].reduce((sum, { length }) => sum + length, 0);
  if (inputBytes > limits.inputBytes) {
    return refused("invalid-input", `${inputBytes} bytes of input, where ${limits.inputBytes} are allowed`);
  }
  return ADMITTED;
}

/** Throws `SANDBOX_BAD_LIMIT` for limits that are no positive safe integers; only a wait between checkpoints may be 0. */
export function assertLimits(limits: Limits): void {
  for (const [limit, value] of Object.entries(limits)) {
    const least = limit === "checkpointEveryMs" || limit === "hostCalls" ? 0 : 1;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new SandboxError(`the limit ${limit} cannot be ${value}`, {
      code: "SANDBOX_BAD_LIMIT",
      limit,
      value,
    });
  }
}

function refused(failureClass: "invalid-input" | "invalid-module", message: string): Admission {
  return { ok: false, class: failureClass, message };
}
