import type { GuestEnd, GuestEvent, GuestQuestion } from "../guest/guest-event.ts";
import type { GuestTask } from "../guest/guest-task.ts";
import { type GuestFrame, packFrame, unpackFrame } from "./guest-frame.ts";
import { type FromGuest, fromGuestCodec, type ToGuest, toGuestCodec } from "./guest-messages.ts";

/** A message as it was read, with its attachments. */
export interface Heard<Message> {
  readonly message: Message;
  readonly attachments: readonly Uint8Array[];
}

const NO_BYTES = new Uint8Array();

/** The tags of frames to a guest, by the type of their message. */
export const TO_GUEST_TAGS = { run: 1, taken: 2, preempt: 3, answer: 4 } as const satisfies Readonly<
  Record<ToGuest["type"], number>
>;

/** What a guest process says, as a frame. */
export function packFromGuest(
  message: FromGuest,
  attachments: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  return packFrame({ tag: 0, meta: fromGuestCodec.encode(message), attachments });
}

/** What a guest process is told, as a frame. */
export function packToGuest(
  message: ToGuest,
  attachments: readonly Uint8Array[] = [],
): Uint8Array<ArrayBuffer> {
  return packFrame({ tag: TO_GUEST_TAGS[message.type], meta: toGuestCodec.encode(message), attachments });
}

/** What a guest process said; undefined where it is no message of this version. */
export function readFromGuest(frame: Uint8Array): Heard<FromGuest> | undefined {
  const parts = unpackFrame(frame);
  const decoded = parts && fromGuestCodec.decode(parts.meta);
  return parts && decoded?.ok ? { message: decoded.value, attachments: parts.attachments } : undefined;
}

/** What a guest process was told; it trusts its host. */
export function readToGuest(frame: Uint8Array): Heard<ToGuest> {
  const { meta, attachments }: GuestFrame = unpackFrame(frame) ?? { tag: 0, meta: NO_BYTES, attachments: [] };
  return { message: toGuestCodec.parse(meta), attachments };
}

/** A task on its way into a guest process. */
export function packTask(task: GuestTask): Uint8Array<ArrayBuffer> {
  const { module, inputs, resumeFrom, ...rest } = task;
  const attachments = [
    ...(module === null ? [] : [module]),
    ...inputs,
    ...(resumeFrom === null ? [] : [resumeFrom.root, ...resumeFrom.chunks]),
  ];
  return packToGuest(
    {
      ...rest,
      type: "run",
      args: [...task.args],
      outputs: [...task.outputs],
      limits: { ...task.limits },
      hasModule: module !== null,
      inputs: inputs.length,
      isResumed: resumeFrom !== null,
    },
    attachments,
  );
}

/** The task of a message; undefined for a message of another type. */
export function taskIn({ message, attachments }: Heard<ToGuest>): GuestTask | undefined {
  if (message.type !== "run") return undefined;
  const { type: _type, hasModule, isResumed, inputs, ...rest } = message;
  const first = hasModule ? 1 : 0;
  const [root, ...chunks] = attachments.slice(first + inputs);
  return {
    ...rest,
    module: hasModule ? (attachments[0] ?? null) : null,
    inputs: attachments.slice(first, first + inputs),
    resumeFrom: isResumed && root !== undefined ? { root, chunks } : null,
  };
}

/** An event on its way to the host. */
export function packEvent(event: GuestEvent): Uint8Array<ArrayBuffer> {
  switch (event.type) {
    case "partial": {
      const { bytes, ...message } = event;
      return packFromGuest(message, [bytes]);
    }
    case "blocks":
      return packFromGuest({ type: "blocks" }, event.blocks);
    case "checkpoint": {
      const { root, ...message } = event;
      return packFromGuest(message, [root]);
    }
    case "began":
    case "log":
    case "progress":
      return packFromGuest(event);
  }
}

/** The event of a message; undefined for a message that is none. Its bytes are copies. */
export function eventIn({ message, attachments }: Heard<FromGuest>): GuestEvent | undefined {
  const [first = NO_BYTES] = attachments;
  switch (message.type) {
    case "partial": {
      const { format, ...rest } = message;
      return { ...rest, bytes: first.slice(), ...(format !== undefined && { format }) };
    }
    case "blocks":
      return { type: "blocks", blocks: attachments.map((block) => block.slice()) };
    case "checkpoint":
      return { ...message, root: first.slice() };
    case "began":
    case "log":
    case "progress":
      return message;
    default:
      return undefined;
  }
}

/** A question on its way to the host. */
export function packQuestion(question: GuestQuestion): Uint8Array<ArrayBuffer> {
  const account = "account" in question ? question.account : "";
  const amount = "amount" in question ? question.amount.toString() : "";
  const attachments = "bytes" in question ? [question.bytes] : [];
  return packFromGuest({ type: "ask", question: question.type, account, amount }, attachments);
}

/** The question of a message; undefined for a message that asks nothing, or not in this way. */
export function questionIn({ message, attachments }: Heard<FromGuest>): GuestQuestion | undefined {
  if (message.type !== "ask") return undefined;
  const { question: type, account, amount } = message;
  switch (type) {
    case "submit-job":
    case "anchor-receipt":
      return { type, bytes: (attachments[0] ?? NO_BYTES).slice() };
    case "pending-jobs":
      return { type };
    case "mana":
    case "reputation":
      return { type, account };
    case "spend-mana":
      return /^\d{1,20}$/.test(amount) ? { type, account, amount: BigInt(amount) } : undefined;
  }
}

/** The end of a guest on its way to the host. */
export function packEnd(end: GuestEnd): Uint8Array<ArrayBuffer> {
  if (end.type === "failed") return packFromGuest(end);
  const { result, outputs, usage } = end;
  return packFromGuest({ type: "ok", names: [...outputs.keys()], usage }, [result, ...outputs.values()]);
}

/** The end that a message tells of; undefined for a message of another type. Its bytes are copies. */
export function endIn({ message, attachments }: Heard<FromGuest>): GuestEnd | undefined {
  if (message.type === "failed") return message;
  if (message.type !== "ok") return undefined;
  const [result = NO_BYTES, ...bytes] = attachments;
  const outputs = new Map(message.names.map((name, index) => [name, (bytes[index] ?? NO_BYTES).slice()]));
  return { type: "ok", result: result.slice(), outputs, usage: message.usage };
}
