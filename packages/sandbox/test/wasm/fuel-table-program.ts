import { fuelTable } from "./fuel-table.ts";

// The table as the Node that runs this makes it.
console.log(JSON.stringify(fuelTable()));
