import { DatabaseSync } from "node:sqlite";
import { IN_FLIGHT } from "./our-jobs.ts";

/** A ledger as most have it: a table of balances, one transaction for each step of a job, trusted by everybody. */
export function sqlJobs(path: string): { readonly run: () => void; readonly close: () => void } {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  database.exec("CREATE TABLE balance (account TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT;");
  database.exec("INSERT INTO balance VALUES ('creator', 1000000000000), ('held', 0), ('executor', 0);");
  const move = database.prepare("UPDATE balance SET amount = amount + ? WHERE account = ?");

  function transfer(from: string, to: string, amount: number): void {
    database.exec("BEGIN IMMEDIATE");
    move.run(-amount, from);
    move.run(amount, to);
    database.exec("COMMIT");
  }

  return {
    run() {
      for (let job = 0; job < IN_FLIGHT; job++) transfer("creator", "held", 100);
      for (let job = 0; job < IN_FLIGHT; job++) transfer("held", "executor", 80);
    },
    close: () => database.close(),
  };
}
