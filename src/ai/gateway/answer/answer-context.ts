import type { OutputContext } from '../../output/output-guard.ts'
import { SystemLetters } from '../../output/system-letters.ts'
import { topicsOf } from '../../output/topics.ts'
import type { Application } from '../application/application.ts'
import { REMEMBERED_SYSTEMS } from '../defaults.ts'
import type { Lifting } from '../exception/lifting.ts'
import type { Origin, TextPart } from '../protocol/protocol.ts'
import { Recent } from '../../../platform/recent.ts'

const systems = new Recent<SystemLetters>(REMEMBERED_SYSTEMS)

/** The dot behind it ends a sentence. */
const HOST = /https?:\/\/([\w.-]{0,252}\w)/gi

const CODE = /[\p{L}\p{N}][\p{L}\p{N}_-]{5,63}/gu

/** What holds for answers, and what for the arguments of tools that act outside. */
export interface AnswerContexts {
  readonly answer: OutputContext
  readonly call: OutputContext
}

/** What the answer to a request is held against: hosts that the application or the person named are no surprise. */
export function answerContexts({ canaries, hosts, policy, packages }: Pick<Application, 'canaries' | 'hosts' | 'policy' | 'packages'>, parts: readonly TextPart[], lifting: Lifting): AnswerContexts {
  const system = parts.filter(({ origin }) => origin === 'system').map(({ text }) => systems.of(text, () => new SystemLetters(text)))
  const certain = new Set([...hosts, ...hostsIn(parts, 'system')])
  // A person who asks about a document names what stands in it, too.
  const named = new Set([...certain, ...hostsIn(parts, 'user')])
  const said: OutputContext = {
    system, canaries, topics: topicsOf(policy.topics), packages,
    isKnownHost: (host, use) => isUnder(host, use === 'picture' ? certain : named),
    isLifted: ({ layer, kind, subject }) => lifting.lifts('assistant', layer, kind, subject),
  }
  return {
    answer: policy.personal === 'allow' ? said : { ...said, isKnownDatum: isSaidIn(parts) },
    // A tool is given marks in place of what was put out, or what the person wrote.
    call: { ...said, canaries: [...canaries, ...confidentialCodes(parts)] },
  }
}

/** Whether the person or the system prompt wrote a value, in whatever signs and blanks; looked for only where an answer holds one. */
function isSaidIn(parts: readonly TextPart[]): (value: string) => boolean {
  let said: string | null = null
  return value => {
    said ??= bare(parts.filter(({ origin }) => origin === 'user' || origin === 'system').map(({ text }) => text).join('\n'))
    return said.includes(bare(value))
  }
}

function bare(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function hostsIn(parts: readonly TextPart[], from: Origin): string[] {
  return parts.filter(({ origin }) => origin === from).flatMap(({ text }) => [...text.matchAll(HOST)].flatMap(([, host]) => host?.toLowerCase() ?? []))
}

function isUnder(host: string, known: ReadonlySet<string>): boolean {
  return known.has(host) || [...known].some(each => host.endsWith(`.${each}`))
}

/** Words with letters and digits, as codes and numbers of accounts are, that stand in the system prompt and that the person did not write. */
function confidentialCodes(parts: readonly TextPart[]): string[] {
  const said = parts.filter(({ origin }) => origin === 'user').map(({ text }) => text).join('\n')
  const codes = parts.filter(({ origin }) => origin === 'system').flatMap(({ text }) => text.match(CODE) ?? [])
  return [...new Set(codes)].filter(code => /\p{N}/u.test(code) && /\p{L}/u.test(code) && !said.includes(code))
}
