export { nodeFiles } from "./node-files.ts";
export { createNodePoster } from "./node-poster.ts";
