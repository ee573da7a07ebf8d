import { registerHooks } from "node:module";

// Hides the package `pg`, as where nobody has installed it.
registerHooks({
  resolve(specifier, context, next) {
    return next(specifier === "pg" ? "a-package-that-nobody-installed" : specifier, context);
  },
});
