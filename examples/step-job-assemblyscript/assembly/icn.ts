// The host functions that this guest calls. The compiler imports them from a module with the name of this file.

/** The bytes of an input, or -1 where there is no such input. */
export declare function input_size(index: i32): i64;

/** Copies an input from `offset` on into memory; says how many bytes it copied. */
// biome-ignore lint/complexity/useMaxParams: the host's functions are as they are
export declare function input_read(index: i32, offset: i64, pointer: usize, capacity: usize): i32;

/** Adds bytes to the output of that name; says how many, or -1 where the job has no such output. */
// biome-ignore lint/complexity/useMaxParams: the host's functions are as they are
export declare function output_write(name: usize, nameLength: usize, pointer: usize, length: usize): i32;

/** Says how far the job is, in hundredths of a percent. */
// biome-ignore lint/complexity/useMaxParams: the host's functions are as they are
export declare function progress(
  percent: i32,
  stage: usize,
  stageLength: usize,
  message: usize,
  messageLength: usize,
): void;
