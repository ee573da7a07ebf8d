import { bestEngine } from "../../src/node/best-engine.ts";

// Prints the engine that a program gets, or the code of the error.

try {
  console.log(bestEngine().name);
} catch (error) {
  console.log(error instanceof Error && "code" in error ? error.code : error);
}
