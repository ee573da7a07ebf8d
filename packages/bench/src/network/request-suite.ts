import { type BenchRow, type Contender, sideBySide } from "../side-by-side.ts";
import { loadQuic, QUIC_ADDRESS } from "./load-quic.ts";
import { barePair, ourPair, type StreamPair, socketPair } from "./stream-pairs.ts";

const MESSAGE = new Uint8Array(300).fill(7);
/** As many messages are written before anybody waits. */
const QUEUED = 32;
const COUNT = QUEUED * 32;
/** A node lives long: what is measured is code that the engine has compiled. */
const WARM_UP = 2_000;

interface Side {
  readonly name: string;
  readonly pair: StreamPair;
  /** The most that a request, and that a queued message, should cost. */
  readonly wanted?: { readonly request: number; readonly message: number };
}

/** Requests and messages of 300 bytes between two nodes in one process, by what carries them. */
export async function requestSuite(): Promise<readonly BenchRow[]> {
  const bare: Side = { name: "bare libp2p stream, TCP and Noise", pair: await barePair() };
  const ours: Side = {
    name: "ours, TCP and Noise",
    pair: await ourPair(),
    wanted: { request: 1.3, message: 2 },
  };
  const socket: Side = { name: "bare node:net", pair: await socketPair() };
  const rows = await compare("", [bare, ours, socket]);
  const quic = await quicSides();
  const quicRows = quic.length === 0 ? [] : await compare(", QUIC beside TCP", [bare, ...quic]);
  for (const { pair } of [bare, ours, socket, ...quic]) await pair.stop();
  return [...rows, ...quicRows];
}

async function quicSides(): Promise<readonly Side[]> {
  const quic = await loadQuic();
  if (quic === undefined) return [];
  const listen = [QUIC_ADDRESS];
  const bare = await barePair({ addresses: { listen }, transports: [quic()] });
  return [
    { name: "bare libp2p stream, QUIC", pair: bare },
    { name: "ours, QUIC", pair: await ourPair({ listen, transports: ["quic"] }) },
  ];
}

async function compare(what: string, [floor, ...others]: readonly [Side, ...Side[]]) {
  for (const { pair } of [floor, ...others]) await warmUp(pair);
  const against = (contender: (side: Side) => Contender): [Contender, ...Contender[]] => [
    contender(floor),
    ...others.map(contender),
  ];
  const requests = against(({ name, pair, wanted }) => ({
    name,
    run: () => pair.roundTrip(MESSAGE),
    ...(wanted && { wanted: wanted.request }),
  }));
  const messages = against(({ name, pair, wanted }) => ({
    name,
    run: () => pair.send(MESSAGE, COUNT, QUEUED),
    ...(wanted && { wanted: wanted.message }),
  }));
  const rows: BenchRow[] = [];
  for (const time of ["clock", "processor"] as const) {
    const ask = `ask and be answered, 300 bytes, ${time} time${what}`;
    rows.push(...(await sideBySide({ operation: ask, contenders: requests, time })));
    const send = `${COUNT} messages of 300 bytes, ${QUEUED} at a time, ${time} time${what}`;
    rows.push(...(await sideBySide({ operation: send, contenders: messages, time })));
  }
  return rows;
}

async function warmUp(pair: StreamPair): Promise<void> {
  for (let times = 0; times < WARM_UP; times++) await pair.roundTrip(MESSAGE);
  for (let times = 0; times < WARM_UP; times += QUEUED) await pair.send(MESSAGE, COUNT, QUEUED);
}
