import type { Json } from '../gateway/protocol/protocol.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'

/** A request that waits for its answer. */
export interface Asked {
  readonly method: string
  /** The tool that it calls. */
  readonly tool: string | null
  /** The end of what a stream has said so far: an order may be spread over its events. */
  said: string
}

/** What speaks against a message of an agent. */
export interface Sent {
  readonly found: readonly Found[]
  readonly asked: Asked
  /** For the record. */
  readonly text: string
  /** What speaks against it by what else has happened; looked at again when it has waited for a person. */
  standing(): readonly Found[]
}

/** What is passed on of a message to an agent. */
export interface Received {
  /** With what is to be withheld put out of it; where nothing is to be stopped the message itself is passed on. */
  readonly message: Json
  readonly found: readonly Found[]
  /** Whether `message` is what is passed on instead of one that must be stopped. */
  readonly isMended: boolean
  readonly holdsSecret: boolean
  readonly text: string
  /** Tools that it is about. */
  readonly tools: readonly string[]
}

/** What one protocol says in which message. */
export interface ProtocolJudge {
  readonly name: 'mcp' | 'a2a'
  sent(message: Json, conversation: Conversation): Promise<Sent>
  /** @param asked null for what the other side sends by itself */
  received(message: Json, asked: Asked | null, isLifted: (found: Found) => boolean): Received
}
