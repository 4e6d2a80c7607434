import type { Language } from '../../../model/reason.ts'
import type { AnswerContexts } from './answer-context.ts'
import type { Application } from '../application/application.ts'
import type { AuditRecord } from '../audit/audit.ts'
import type { Exchange, SaidJudgement } from '../exchange.ts'
import type { Placeholders } from '../placeholder/placeholders.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import type { Json, Origin, Protocol, TextPart } from '../protocol/protocol.ts'
import type { Decision, PersonDesk } from '../question/questions.ts'
import type { SuspectText } from '../taint.ts'
import type { TokenUsage } from './token-usage.ts'

/** What came of an answer. */
export interface Answered {
  readonly outcome: AuditRecord['outcome']
  readonly judgements: readonly SaidJudgement[]
  /** What it says, and what it calls with what, for the record. */
  readonly parts: readonly Pick<TextPart, 'text' | 'origin'>[]
  readonly tools: readonly string[]
  readonly usage: TokenUsage
  /** Its tokens, estimated. */
  readonly tokens: number
  /** The names under which the upstream may keep it. */
  readonly ids: readonly string[]
  /** Of the last person who was asked; null: nobody was. */
  readonly decision: Decision | null
  /** Ends the answer as the upstream ended its own; called when it is written down. */
  finish(): void
}

/** What an answer is passed on with. */
export interface AnswerWork {
  readonly application: Application
  readonly policy: GatewayPolicy
  /** In which it is read. */
  readonly protocol: Protocol
  readonly contexts: AnswerContexts
  readonly placeholders: Placeholders
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
  readonly exchange: Exchange
  readonly desk: PersonDesk
  /** Tells of what the guard threw. */
  readonly failed: (cause: unknown, origin: Origin) => SaidJudgement
  /** In which the program is told why it is withheld. */
  readonly language: Language
  /** Told of the answer, or of each event, and which tools were called so far. */
  readonly keep: (answer: Json, called: readonly string[]) => void
  /** It answers nothing that was asked now. */
  readonly isKept: boolean
  /** What a stream cost was asked for by the gateway alone. */
  readonly hidesUsage: boolean
  /** The program waits no longer. */
  readonly gone: AbortSignal
}

/** The names that an answer, or an event of a stream, goes by. */
export function idsIn({ id, response, message }: Json): string[] {
  return [id, memberOf(response), memberOf(message)].filter(each => typeof each === 'string')
}

function memberOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null
}
