import type { GuardReason } from '../../judge/verdict.ts'

/** An object of a parsed body; what stands in it is believed of nobody. */
export type Json = { [name: string]: unknown }

/** Where a text of a request comes from: how far it may be believed depends on it. A document is sent along by somebody, and nobody knows who wrote it. */
export type Origin = 'system' | 'user' | 'assistant' | 'tool' | 'document'

/** A text within a body, and how another is put in its place. */
export interface TextPart {
  readonly origin: Origin
  readonly text: string
  /** It is an address that something is fetched from. */
  readonly isAddress?: true
  replace(text: string): void
}

/** What a request says. */
export interface RequestTexts {
  /** In order. */
  readonly parts: readonly TextPart[]
  /** Why not all of it could be read; null: it could. */
  readonly unread: GuardReason | null
}

/** What one event of a stream adds to a text; texts that grow side by side have channels of their own, whose first word is the same for those of one message. */
export interface TextDelta {
  readonly channel: string
  readonly text: string
  /** Of the arguments of a tool: the channel in which its call began. */
  readonly call?: string
  replace(text: string): void
}

export interface CalledTool {
  readonly name: string
  /** As the model wrote them: JSON, mostly. */
  readonly arguments: string
  /** Puts others in their place, written alike. */
  replace(text: string): void
}

export interface BegunTool {
  readonly name: string
  readonly channel: string
  /** What the upstream calls this call by, where it does: it may be told of more than once. */
  readonly call?: string
}

/** What the program has been told of an answer by the events of its stream: what an end that comes before its time has to end. */
export interface Told {
  /** The last event. */
  readonly last: Json | null
  /** What a response is called and who makes it, as it said when it began. */
  readonly response: Json | null
  /** What that response holds, as one that ends before its time lists it. */
  readonly output: readonly Json[]
  /** Choices, or blocks, that have begun and not ended. */
  readonly open: readonly number[]
}

/** One of the languages in which models are asked over HTTP. */
export interface Protocol {
  readonly name: string
  requestTexts(body: Json): RequestTexts
  isStreamed(body: Json): boolean
  /** The texts of an answer that came whole. */
  answerParts(body: Json): TextPart[]
  calledTools(body: Json): CalledTool[]
  /** Names of tools that were called earlier in the conversation that a request continues. */
  usedTools(body: Json): string[]
  /** Tools whose call an event of a stream begins, and the channel that its arguments will come in. */
  begunTools(event: Json): BegunTool[]
  /** Tokens that were paid for, where an answer or an event of a stream says so. */
  tokens(body: Json): number | null
  /** The members of a request that limit the tokens of its answer, the newest name first; none where nothing grows. */
  limitNames(body: Json): readonly string[]
  /** Writes into an answer that it was cut at its limit. @param before the same, as it was */
  sayCut(body: Json, before: Json): void
  /** What ends a stream that is cut at its limit: whole events. @param tokens of what came, estimated */
  endAtLimit(told: Told, tokens: number): string
  /** What an event of a stream adds. */
  deltas(event: Json): TextDelta[]
  /** How the channels begin to which nothing is added any more when an event has come. */
  endedTexts(event: Json): readonly string[]
  /** An error in the shape of this protocol, of the kind that its clients expect with an HTTP status. */
  refusal(reason: string, status: number): Json
  /** What ends a stream of which the rest is withheld: whole events. */
  endOfStream(reason: string, told: Told): string
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of a list that are objects. */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** A part for a member that is a text. */
export function partOf(holder: Json, name: string, origin: Origin): TextPart[] {
  const text = holder[name]
  if (typeof text !== 'string' || text === '') return []
  return [{ origin, text, replace: other => { holder[name] = other } }]
}

export function deltaOf(holder: Json, name: string, channel: string, call?: string): TextDelta[] {
  const text = holder[name]
  if (typeof text !== 'string' || text === '') return []
  return [{ channel, text, ...(call === undefined ? {} : { call }), replace: other => { holder[name] = other } }]
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null
}
