import type { FastifyRequest } from "fastify";
import { addressKey } from "./address-key.ts";
import { admissionOf } from "./admission.ts";
import { may } from "./caller.ts";

/** Whom what a request takes is counted under. */
export interface CountedAs {
  readonly key: string;
  /** True for somebody to whom the operator has given a key, or who is the operator. */
  readonly isKnown: boolean;
  readonly isOperator: boolean;
}

/** A caller by its name; whoever has no key, or one that it made itself, which costs nothing, by its address. */
export function countedAs(request: FastifyRequest): CountedAs {
  const { caller, refused } = admissionOf(request);
  const isKnown = refused === undefined && caller.did === undefined;
  const key = isKnown ? caller.name : addressKey(request.ip);
  return { key, isKnown, isOperator: isKnown && may(caller, "admin") };
}
