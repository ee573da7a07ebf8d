import loadWabt from "wabt";

const wabt = await loadWabt();
const features = { exceptions: true, threads: true, tail_call: true, memory64: true };

/** The module that a text describes. */
export function assemble(text: string): Uint8Array {
  const module = wabt.parseWat("hostile.wat", text, features);
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
