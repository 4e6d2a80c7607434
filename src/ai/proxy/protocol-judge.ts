import type { Steps } from '../../platform/steps.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import type { Conversation } from './conversation.ts'
import type { Found } from './found.ts'
import type { HeardText } from './heard-text.ts'

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
  /** Texts beside which a call that acts outside is not to be trusted. */
  readonly suspects: readonly HeardText[]
  readonly text: string
  /** Tools that it is about. */
  readonly tools: readonly string[]
}

/** What one protocol says in which message. */
export interface ProtocolJudge {
  readonly name: 'mcp' | 'a2a'
  /** What a message of an agent asks for; never throws. */
  asks(message: Json): Asked
  /** What speaks against a call by what it does and what came before it, whatever it is given: it needs nothing but what is known here. */
  called(message: Json, asked: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): readonly Found[]
  sent(message: Json, asked: Asked, conversation: Conversation, isLifted: (found: Found) => boolean): Promise<Sent>
  /** In steps, since it may be long. @param asked null for what the other side sends by itself */
  received(message: Json, asked: Asked | null, isLifted: (found: Found) => boolean): Steps<Received>
}
