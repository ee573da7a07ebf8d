export { type NetworkNodeOptions, type NetworkSubject, networkContract } from "./network-contract.ts";
