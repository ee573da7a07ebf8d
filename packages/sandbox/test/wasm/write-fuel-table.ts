import { writeFileSync } from "node:fs";
import { fuelTable } from "./fuel-table.ts";

// Run this after a change of `FUEL_VERSION`, and only then: a change without one breaks every receipt's figure.
writeFileSync(new URL("./fuel-table.json", import.meta.url), `${JSON.stringify(fuelTable(), null, 2)}\n`);
