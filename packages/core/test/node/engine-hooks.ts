import { registerHooks } from "node:module";
import { env } from "node:process";

// Imported before a program, it stands for an installation without `sodium-native`, or with another one.

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== "sodium-native") return nextResolve(specifier, context);
    const replacement = env["SODIUM_NATIVE"];
    if (replacement === undefined) throw new Error("Cannot find module 'sodium-native'");
    return { url: replacement, format: "commonjs", shortCircuit: true };
  },
});
