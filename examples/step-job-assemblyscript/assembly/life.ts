import { input_read, input_size, output_write, progress } from "./icn.ts";

/** Generations of the job, and of one step: between two steps the sandbox may stop, and go on elsewhere. */
const GENERATIONS: i32 = 1000;
const PER_STEP: i32 = 100;

const ALIVE: u8 = 0x23; // "#"
const NEWLINE: u8 = 0x0a;

// Whatever stands in memory and in globals is the job's state. Nothing here saves or restores it.
let cells: Uint8Array = new Uint8Array(0);
let width: i32 = 0;
let height: i32 = 0;
let generation: i32 = 0;

/** Reads the first generation: lines of equal length, `#` where a cell is alive. */
export function init(): void {
  const text = new Uint8Array(<i32>input_size(0));
  input_read(0, 0, text.dataStart, text.length);
  width = text.indexOf(NEWLINE);
  height = text.length / (width + 1);
  cells = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) cells[y * width + x] = u8(text[y * (width + 1) + x] === ALIVE);
  }
}

/** Computes some generations. Returns 1 while there are more. */
export function step(): i32 {
  for (let i = 0; i < PER_STEP; i++) cells = next();
  generation += PER_STEP;
  report((10000 * generation) / GENERATIONS);
  return i32(generation < GENERATIONS);
}

/** Writes the last generation, in the form of the first. */
export function finish(): void {
  const text = new Uint8Array((width + 1) * height);
  text.fill(0x2e); // "."
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (cells[y * width + x]) text[y * (width + 1) + x] = ALIVE;
    text[y * (width + 1) + width] = NEWLINE;
  }
  const name = String.UTF8.encode("life.txt");
  output_write(changetype<usize>(name), name.byteLength, text.dataStart, text.length);
}

function next(): Uint8Array {
  const following = new Uint8Array(cells.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const neighbours = neighboursOf(x, y);
      const isAlive = neighbours === 3 || (neighbours === 2 && cells[y * width + x]);
      following[y * width + x] = u8(isAlive);
    }
  }
  return following;
}

/** How many of the eight around a cell are alive; beyond an edge the field goes on at the opposite one. */
function neighboursOf(x: i32, y: i32): i32 {
  let sum: i32 = 0;
  for (let dy = height - 1; dy <= height + 1; dy++) {
    const row = ((y + dy) % height) * width;
    for (let dx = width - 1; dx <= width + 1; dx++) sum += cells[row + ((x + dx) % width)];
  }
  return sum - cells[y * width + x];
}

function report(percent: i32): void {
  const stage = String.UTF8.encode("life");
  const message = String.UTF8.encode(`generation ${generation} of ${GENERATIONS}`);
  progress(
    percent,
    changetype<usize>(stage),
    stage.byteLength,
    changetype<usize>(message),
    message.byteLength,
  );
}
