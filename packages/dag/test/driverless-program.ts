import { openStorage } from "../src/open-storage.ts";

const refusal: unknown = await openStorage("postgres://me:secret@127.0.0.1:1/none").catch(
  (error: unknown) => error,
);
if (!(refusal instanceof Error && "code" in refusal && "failure" in refusal)) throw refusal;
console.log(JSON.stringify({ code: refusal.code, failure: refusal.failure, message: refusal.message }));
