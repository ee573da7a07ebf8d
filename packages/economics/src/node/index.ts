export { createFileBootCounter } from "./file-boot-counter.ts";
