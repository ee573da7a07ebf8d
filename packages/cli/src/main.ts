#!/usr/bin/env node
import { argv } from "node:process";
import { runCli } from "./command-line/run-cli.ts";
import { processTerminal } from "./terminal/process-terminal.ts";

process.exitCode = await runCli(argv.slice(2), processTerminal());
