/**
 * What a JavaScript job sees as its world, written in the language of the job. `host` holds the functions of the ABI:
 * they take a text or an array of bytes where the ABI takes a pointer and a length.
 */
export const PRELUDE = `(host) => {
  "use strict";
  const bytesOf = (data) => {
    if (data instanceof Uint8Array) return data;
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return host.bytes(typeof data === "string" ? data : JSON.stringify(data) ?? "");
  };
  const filled = (size, read) => {
    if (size < 0) return undefined;
    const bytes = new Uint8Array(size);
    read(bytes);
    return bytes;
  };
  const textOf = (bytes) => bytes === undefined ? undefined : host.text(bytes);
  const written = (count, name) => {
    if (count < 0) throw new TypeError("no output may be called " + name);
  };
  const LEVELS = ["debug", "info", "warn", "error"];
  const input = (index) => filled(host.input_size(index), (bytes) => host.input_read(index, 0, bytes));
  const restore = () => filled(host.restore_size(), (bytes) => host.restore_read(0, bytes));
  const arg = (index) => textOf(filled(host.arg_size(index), (bytes) => host.arg_read(index, bytes)));
  const idOf = (ask, data) => {
    const id = new Uint8Array(64);
    return textOf(id.subarray(0, ask(bytesOf(data), id))) || undefined;
  };
  const mesh = host.host_submit_mesh_job && Object.freeze({
    submitJob: (job) => idOf(host.host_submit_mesh_job, job),
    anchorReceipt: (receipt) => idOf(host.host_anchor_receipt, receipt),
    mana: (account = "") => host.host_account_get_mana(account),
    spendMana: (account, amount) => host.host_account_spend_mana(account, amount) === 1,
    reputation: (account = "") => host.host_get_reputation(account),
    pendingJobs: () => {
      const jobs = new Uint8Array(65536);
      return JSON.parse(textOf(jobs.subarray(0, host.host_get_pending_mesh_jobs(jobs))) || "null");
    },
  });
  const icn = Object.freeze({
    mesh,
    args: Object.freeze(Array.from({ length: host.arg_count() }, (_, index) => arg(index))),
    inputCount: host.input_count(),
    input,
    inputText: (index) => textOf(input(index)),
    output: (name, data) => written(host.output_write(name, bytesOf(data)), name),
    partialOutput: (id, data, format = "") => written(host.partial_output(id, format, bytesOf(data)), id),
    log: (message, level = "info") => host.log(LEVELS.indexOf(level), String(message)),
    progress: (percent, stage = "", message = "") => host.progress(Math.round(percent * 100), stage, message),
    checkpoint: (id, data) => host.checkpoint(id, bytesOf(data)),
    restore,
    restoreText: () => textOf(restore()),
    random: (size) => filled(size, (bytes) => host.random(bytes)),
    text: (bytes) => host.text(bytesOf(bytes)),
    bytes: (text) => host.bytes(String(text)),
  });
  let job;
  let outcome = { state: "done", value: undefined };
  const settle = (value) => { outcome = { state: "done", value }; };
  const wait = (value) => {
    if (value === null || typeof value !== "object" || typeof value.then !== "function") return settle(value);
    outcome = { state: "pending", value: undefined };
    value.then(settle, (reason) => { outcome = { state: "failed", value: reason }; });
  };
  return Object.freeze({
    start: (main) => wait(main(icn)),
    isSteps: () => {
      const { value } = outcome;
      if (value === null || typeof value !== "object" || typeof value.step !== "function") return 0;
      job = value;
      return 1;
    },
    init: () => wait(job.init?.()),
    step: () => wait(job.step()),
    finish: () => wait(job.finish?.()),
    hasMore: () => outcome.value ? 1 : 0,
    state: () => outcome.state === "failed" ? String(outcome.value?.stack ? outcome.value + "\\n" + outcome.value.stack : outcome.value) : outcome.state,
    result: () => outcome.value === undefined ? new Uint8Array() : bytesOf(outcome.value),
  });
}`;
