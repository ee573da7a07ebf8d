export { EXIT, type ExitCode } from "./command-line/exit-code.ts";
export { type CliOptions, runCli } from "./command-line/run-cli.ts";
export { CliError, type CliFailure } from "./errors.ts";
export { processTerminal } from "./terminal/process-terminal.ts";
export type { Terminal } from "./terminal/terminal.ts";
