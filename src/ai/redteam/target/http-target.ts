import { setTimeout as pause } from 'node:timers/promises'
import type { Protocol } from '../../gateway/protocol/protocol.ts'
import { ANTHROPIC_MESSAGES } from '../../gateway/protocol/anthropic-messages.ts'
import { OPENAI_CHAT } from '../../gateway/protocol/openai-chat.ts'
import { OPENAI_RESPONSES } from '../../gateway/protocol/openai-responses.ts'
import { protocolAt } from '../../gateway/protocol/protocols.ts'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { MOST_WAIT_MS, MOST_WAITS, TARGET_MS } from '../defaults.ts'
import { boundedText } from './bounded-text.ts'
import { anthropicBody, chatBody, responsesBody } from './request-bodies.ts'
import { saidIn, wordsOfError } from './said-in.ts'
import type { Said, Target } from './target.ts'

export interface HttpTargetOptions {
  readonly url: string
  readonly model: string
  readonly key: string | null
  /** For one answer. */
  readonly timeoutMs?: number | undefined
  /** Breaks off what is being asked. */
  readonly stop?: AbortSignal | undefined
}

/**
 * An endpoint that speaks as its path says: Anthropic's messages, OpenAI's responses, else OpenAI's chat completions. Where it says that it is asked too often, it is asked
 * again when it says.
 *
 * @throws NoroshiError `usage` where the path is one at which no conversation is held
 */
export function httpTarget({ url, model, key, timeoutMs = TARGET_MS, stop }: HttpTargetOptions): Target {
  const { protocol, bodyOf } = dialectAt(url)
  const isAnthropic = protocol === ANTHROPIC_MESSAGES
  const headers: Record<string, string> = { 'content-type': 'application/json', ...(isAnthropic ? { 'anthropic-version': '2023-06-01' } : {}) }
  if (key !== null) headers[isAnthropic ? 'x-api-key' : 'authorization'] = isAnthropic ? key : `Bearer ${key}`
  const asked = async (body: string): Promise<Said | { readonly waitMs: number }> => {
    const patience = AbortSignal.timeout(timeoutMs)
    // Redirects would take the key elsewhere.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: stop === undefined ? patience : AbortSignal.any([patience, stop]) }).catch((cause: unknown) => {
      throw new Error(patience.aborted ? `${url} does not answer within ${timeoutMs / 1_000} s` : `${url} cannot be reached: ${reasonOf(cause)}`, { cause })
    })
    const { text, isEndless } = await boundedText(response.body, patience).catch((cause: unknown) => {
      throw new Error(patience.aborted ? `${url} does not end its answer within ${timeoutMs / 1_000} s` : `the answer of ${url} breaks off: ${reasonOf(cause)}`, { cause })
    })
    const { status } = response
    if (status === 429 || (status === 503 && response.headers.has('retry-after'))) return { waitMs: waitIn(response.headers.get('retry-after')) }
    if (status >= 300 && status < 400) throw new Error(`${url} sends on to ${JSON.stringify(response.headers.get('location') ?? '')}, where nothing is asked: name that address if it is meant`)
    if (status >= 400 && status < 500 && !NO_FILTER.has(status)) return { text: `HTTP ${status}: ${wordsOfError(text)}`, calls: [], isFiltered: true }
    if (!response.ok) throw new Error(`${url} answers ${status}: ${wordsOfError(text)}`)
    return isEndless ? { text, calls: [], isFiltered: false } : saidIn(protocol, text)
  }
  return {
    name: url,
    async ask(system, turns, tools) {
      const body = JSON.stringify(bodyOf(model, system, turns, tools))
      for (let waits = 0; ; waits++) {
        const said = await asked(body)
        if (!('waitMs' in said)) return said
        if (waits >= MOST_WAITS || said.waitMs > MOST_WAIT_MS) throw new Error(`${url} is asked too often, and wants ${Math.ceil(said.waitMs / 1_000)} s before the next question: give --per-minute`)
        await pause(said.waitMs, undefined, { signal: stop })
      }
    },
  }
}

/** Key, payment, address, method, waiting, kind of content: said of any question, not of this one. */
const NO_FILTER = new Set([401, 402, 404, 405, 407, 408, 410, 415, 426])

/** RFC 9110, 10.2.3: seconds, or a date; a second where nothing is said. */
function waitIn(header: string | null): number {
  if (header === null) return 1_000
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now()
  return Number.isNaN(waitMs) ? 1_000 : Math.max(0, waitMs)
}

/** `fetch` says why in the cause. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof Error && thrown.cause instanceof Error ? messageOf(thrown.cause) || String((thrown.cause as NodeJS.ErrnoException).code) : messageOf(thrown)
}

function dialectAt(url: string): { readonly protocol: Protocol; readonly bodyOf: typeof chatBody } {
  const { pathname } = new URL(url)
  const protocol = protocolAt(pathname.replace(/\/$/, ''))
  if (protocol === ANTHROPIC_MESSAGES) return { protocol, bodyOf: anthropicBody }
  if (protocol === OPENAI_RESPONSES) return { protocol, bodyOf: responsesBody }
  if (protocol === null || protocol === OPENAI_CHAT) return { protocol: OPENAI_CHAT, bodyOf: chatBody }
  throw new NoroshiError('usage', `no conversation is held at ${pathname}: name …/v1/chat/completions, …/v1/responses or …/v1/messages`)
}
