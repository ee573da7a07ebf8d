import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./steps/root.ts";

// Runs as `prepack` in the folder of a package: a tarball has both licences, the repository has each once.
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) copyFileSync(join(root, licence), licence);
