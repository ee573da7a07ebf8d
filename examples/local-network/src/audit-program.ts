import { stdin } from "node:process";
import { text } from "node:stream/consumers";
import { auditHistories } from "./audit-histories.ts";
import { auditStores } from "./audit-stores.ts";

// The second process: it is told where to look, believes nobody, and prints what is wrong.

const told = JSON.parse(await text(stdin));
const histories = told.histories === undefined ? [] : await auditHistories(told.histories);
const stores = told.stores === undefined ? { conserved: true, wrong: [] } : await auditStores(told.stores);
console.log(JSON.stringify({ conserved: stores.conserved, wrong: [...histories, ...stores.wrong] }));
