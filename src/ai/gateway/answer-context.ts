import type { OutputContext } from '../output/output-guard.ts'
import { SystemLetters } from '../output/system-letters.ts'
import type { Application } from './application.ts'
import { REMEMBERED_SYSTEMS } from './defaults.ts'
import type { TextPart } from './protocol/protocol.ts'
import { Recent } from './recent.ts'

const systems = new Recent<SystemLetters>(REMEMBERED_SYSTEMS)

const HOST = /https?:\/\/([\w.-]{1,253})/gi

/** What the answer to a request is held against: hosts that the application or the person named are no surprise. */
export function answerContext({ canaries, hosts }: Application, parts: readonly TextPart[]): OutputContext {
  const system = parts.filter(({ origin }) => origin === 'system').map(({ text }) => systems.of(text, () => new SystemLetters(text)))
  const named = new Set(hosts)
  for (const { origin, text } of parts) if (origin !== 'tool') for (const [, host] of text.matchAll(HOST)) if (host !== undefined) named.add(host.toLowerCase())
  return { system, canaries, isKnownHost: host => named.has(host) || [...named].some(each => host.endsWith(`.${each}`)) }
}
