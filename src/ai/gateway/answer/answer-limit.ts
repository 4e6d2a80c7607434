import { LEAST_ALLOWANCE_TOKENS, LIMIT_ALLOWANCE } from '../defaults.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import type { Json, Protocol, TextPart } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'

/** Hosts whose newer models know the newest name of a limit only; other servers mostly know the oldest only. */
const NEWEST_NAMES = /(?:^|\.)(?:openai\.com|openai\.azure\.com)$/i

export interface AnswerLimit {
  /** Tokens of all choices of the answer together; null: it is no answer that grows. */
  readonly tokens: number | null
  /** The request was changed. */
  readonly isChanged: boolean
}

/**
 * Writes into a request how long its answer may become: what the program named is lowered to the most that the policy allows, and where it named nothing, the
 * policy's own number is set. Of several choices each gets its share.
 *
 * @param url of the upstream
 */
export function limitAnswer(body: Json, { answerTokens: { most, unnamed } }: GatewayPolicy, protocol: Protocol, url: string): AnswerLimit {
  const names = protocol.limitNames(body)
  if (names.length === 0) return { tokens: null, isChanged: false }
  const choices = Math.max(1, ...['n', 'best_of'].map(name => body[name]).filter(count => Number.isInteger(count)).map(Number))
  const named = names.filter(name => typeof body[name] === 'number' && body[name] > 0)
  // Of any answer, so also of those that no program limits.
  const withoutName = Math.min(unnamed, most)
  const share = (tokens: number) => Math.max(1, Math.floor(tokens / choices))
  if (named.length === 0) {
    body[NEWEST_NAMES.test(hostOf(url)) ? names[0]! : names.at(-1)!] = share(withoutName)
    thinkLess(body, share(withoutName))
    return { tokens: share(withoutName) * choices, isChanged: true }
  }
  const wanted = Math.min(...named.map(name => Number(body[name])))
  const isLowered = named.some(name => Number(body[name]) > share(most))
  if (isLowered) thinkLess(body, share(most))
  for (const name of named) body[name] = Math.min(Number(body[name]), share(most))
  return { tokens: Math.min(wanted, share(most)) * choices, isChanged: isLowered }
}

/** What a model may think is a part of the answer that may become so long; Anthropic refuses a request that says otherwise (API reference, `thinking.budget_tokens`). */
function thinkLess({ thinking }: Json, tokens: number): void {
  if (isJson(thinking) && typeof thinking['budget_tokens'] === 'number' && thinking['budget_tokens'] >= tokens) thinking['budget_tokens'] = Math.max(1, tokens - 1)
}

/** Counts what an answer has used up of its limit. It is beyond it where no count of tokens, which is an estimate, could be so far off. */
export class TokenCount {
  readonly #most: number
  #used = 0

  /** @param most null: without limit */
  constructor(most: number | null) {
    this.#most = most === null ? Infinity : Math.max(most * LIMIT_ALLOWANCE, most + LEAST_ALLOWANCE_TOKENS)
  }

  /** Tokens so far, estimated. */
  get used(): number {
    return this.#used
  }

  /** @returns how many characters of the text are certainly not beyond the limit */
  add(text: string): number {
    for (let at = 0; at < text.length; at++) {
      this.#used += tokensAt(text, at)
      if (this.#used > this.#most) return at
    }
    return text.length
  }
}

/** An estimate of a text's tokens. */
export function tokensOf(text: string): number {
  let tokens = 0
  for (let at = 0; at < text.length; at++) tokens += tokensAt(text, at)
  return tokens
}

/** No tokenizer is known here: a token is taken for four letters of Latin script, two of other alphabets, and one and a half of denser scripts. */
function tokensAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 0x250 ? 0.25 : code < 0x2e80 ? 0.5 : 0.66
}

/** Cuts an answer that came whole and is longer than was asked for, and lets it say so as its protocol does. @returns whether there was something to cut */
export function cutAnswer(body: Json, parts: readonly TextPart[], protocol: Pick<Protocol, 'sayCut'>, most: number | null): boolean {
  if (saysTrouble(body)) return false
  const count = new TokenCount(most)
  let before: Json | null = null
  // What came of a tool that the provider runs is no word of the model's.
  for (const { text, replace } of parts.filter(({ origin }) => origin !== 'tool')) {
    const within = count.add(text)
    if (within === text.length) continue
    before ??= structuredClone(body)
    replace(text.slice(0, within))
  }
  if (before !== null) protocol.sayCut(body, before)
  return before !== null
}

/** Whether an event of a stream adds to the answer; some repeat at the end what came bit by bit, or say what went wrong. */
export function addsToAnswer(event: Json): boolean {
  return !saysTrouble(event) && (typeof event['type'] !== 'string' || event['type'].endsWith('delta'))
}

/** Whether an upstream speaks of its own troubles, which have no limit. */
function saysTrouble({ error }: Json): boolean {
  return error !== undefined && error !== null
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}
