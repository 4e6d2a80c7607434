import { randomUUID } from 'node:crypto'
import type { Steps } from '../../platform/steps.ts'
import { inTurns } from '../../platform/steps.ts'
import type { GuardJudgement, GuardVerdict } from '../judge/verdict.ts'
import { GUARD_VERDICTS } from '../judge/verdict.ts'
import type { Application, Upstream } from './application/application.ts'
import type { AuditLog, AuditRecord } from './audit/audit.ts'
import { AUDITED_CHARACTERS, AUDITED_JUDGEMENTS, KEPT_ANSWER_CHARACTERS } from './defaults.ts'
import type { Exceptions } from './exception/exceptions.ts'
import { Lifting } from './exception/lifting.ts'
import { Placeholders } from './placeholder/placeholders.ts'
import type { PolicyAction } from './policy/policy.ts'
import { POLICY_ACTIONS } from './policy/policy.ts'
import type { Decision, Question } from './question/questions.ts'
import type { Looked } from './second-look/looked.ts'
import type { Json, Origin, Protocol, TextPart } from './protocol/protocol.ts'

/** A judgement of something said, by whom, and the name by which it can be marked as wrong. */
export type SaidJudgement = Pick<GuardJudgement, 'layer' | 'kind' | 'score' | 'reason'> & {
  /** What is done. */
  readonly verdict: PolicyAction
  /** What the guard found, whatever is done with it; without it the same. */
  readonly found?: GuardVerdict
  readonly origin: Origin
  readonly mark: string
  /** What a judging model said of it, where one was asked. */
  readonly look?: Looked & { readonly model: string }
}

/** Who asks whom, as far as it is written down. */
export type Asking = Pick<Application, 'name' | 'audit'> & { readonly upstream: Pick<Upstream, 'name'> }

/** One request and its answer, as they are written down. */
export class Exchange {
  readonly id = randomUUID()
  readonly lifting: Lifting
  readonly #application: Asking
  readonly #audit: AuditLog
  readonly #known: Pick<AuditRecord, 'client' | 'protocol' | 'path' | 'model' | 'streamed'>
  readonly #started = performance.now()
  judgedMs = 0
  /** Tokens that the answer may have; null where nothing grows. */
  tokenLimit: number | null = null
  /** The text of the request, as it was written down. */
  #asked = ''

  constructor(application: Asking, { audit, exceptions }: { readonly audit: AuditLog; readonly exceptions: Exceptions }, { client, path, protocol, body }: {
    readonly client: string
    readonly path: string
    readonly protocol: Pick<Protocol, 'name' | 'isStreamed'> | null
    readonly body: Json | null
  }) {
    this.#application = application
    this.#audit = audit
    this.lifting = new Lifting(application.name, exceptions)
    const model = body?.['model']
    this.#known = {
      client, path, protocol: protocol?.name ?? '', model: typeof model === 'string' ? model.slice(0, 200) : '', streamed: body !== null && protocol?.isStreamed(body) === true,
    }
  }

  /** Whether the program asked for a stream. */
  get isStreamWanted(): boolean {
    return this.#known.streamed
  }

  /** Runs work that is part of judging. */
  judging<T>(work: () => T): T {
    const start = performance.now()
    try {
      return work()
    } finally {
      this.judgedMs += performance.now() - start
    }
  }

  /** The same of work in steps, with others in between: the time of its own steps counts. */
  judgingInTurns<T>(work: Steps<T>, signal?: AbortSignal): Promise<T> {
    return inTurns(work, { ...(signal === undefined ? {} : { signal }), worked: milliseconds => { this.judgedMs += milliseconds } })
  }

  /** What a question about it says, beside why it is asked. */
  question(about: Question['about'], parts: readonly Pick<TextPart, 'text' | 'origin'>[]): Pick<Question, 'request' | 'application' | 'client' | 'model' | 'upstream' | 'text' | 'asked'> {
    const { client, model } = this.#known
    const text = this.#application.audit === 'texts' ? quoted(parts) : ''
    return { request: this.id, application: this.#application.name, client, model, upstream: this.#application.upstream.name, text, asked: about === 'answer' ? this.#asked : '' }
  }

  /** Writes down; what is not written down is not answered. */
  record(event: AuditRecord['event'], said: {
    readonly judgements: readonly SaidJudgement[]
    readonly parts: readonly Pick<TextPart, 'text' | 'origin'>[]
    readonly status: number
    readonly outcome: AuditRecord['outcome']
    readonly tokens?: number | null
    readonly tools?: readonly string[]
    /** Of a person, where one was asked. */
    readonly decision?: Decision | null
    /** Of requests that are written down together; without it one. */
    readonly count?: number
  }): Promise<void> {
    const { judgements, parts, status, outcome, tokens = null, tools = [], decision, count } = said
    const [first, ...others] = judgements.toSorted(graverFirst)
    const look = [first, ...others].find(each => each?.look !== undefined)?.look
    const told = this.#application.audit === 'texts' ? quoted(parts) : ''
    if (event === 'request') this.#asked = told
    return this.#audit.append({
      time: new Date().toISOString(), event, request: this.id, application: this.#application.name, upstream: this.#application.upstream.name, ...this.#known,
      verdict: first?.verdict ?? 'allow', found: foundBy(first), layer: first?.layer ?? '', score: Number((first?.score ?? 0).toFixed(4)), origin: first?.origin ?? '',
      reason: first?.reason.en ?? '', reason_ja: first?.reason.ja ?? '', kind: first?.kind ?? '', mark: first?.mark ?? '',
      others: others.slice(0, AUDITED_JUDGEMENTS).map(each => ({ verdict: each.verdict, found: foundBy(each), layer: each.layer ?? '', kind: each.kind ?? '', origin: each.origin, reason: each.reason.en, reason_ja: each.reason.ja, mark: each.mark })),
      ...(look === undefined ? {} : { judge_model: look.model, judge_said: look.said, judge_ms: Math.round(look.milliseconds) }),
      lifted: this.lifting.taken(),
      decision: decision?.decision ?? '', decided_by: decision?.person ?? '', decided_why: decision?.reason ?? '',
      text: told,
      characters: parts.reduce((sum, { text }) => sum + text.length, 0),
      status, outcome, ...(count === undefined || count === 1 ? {} : { count }), tokens, token_limit: this.tokenLimit, tools,
      judged_us: Math.round(this.judgedMs * 1_000), upstream_ms: Math.round(performance.now() - this.#started),
    })
  }
}

/** What is done gravest, then what was found gravest; the rest stays in the order in which it was found, since looks whose reasons are plain come first. */
export function graverFirst(one: SaidJudgement, other: SaidJudgement): number {
  return POLICY_ACTIONS.indexOf(other.verdict) - POLICY_ACTIONS.indexOf(one.verdict) || GUARD_VERDICTS.indexOf(foundBy(other)) - GUARD_VERDICTS.indexOf(foundBy(one))
}

function foundBy(judgement: SaidJudgement | undefined): GuardVerdict {
  if (judgement === undefined) return 'allow'
  return judgement.found ?? (judgement.verdict === 'ask' ? 'flag' : judgement.verdict)
}

/**
 * The end of what was said, since what was said last says most, without its secrets and personal data: whatever a policy lets through, records are read by more
 * people and kept longer. Nothing of what they cannot be looked for in: that it was said is written down all the same.
 */
function quoted(parts: readonly Pick<TextPart, 'text' | 'origin'>[]): string {
  const last = parts.filter(({ origin }) => origin !== 'system').map(({ text }) => text).join('\n').slice(-KEPT_ANSWER_CHARACTERS)
  try {
    // Cut when it is without them, and without its first half where it is cut already: of one that lies across the cut, the end would stay.
    const half = last.length < KEPT_ANSWER_CHARACTERS ? 0 : withoutSecrets(last.slice(0, KEPT_ANSWER_CHARACTERS - AUDITED_CHARACTERS)).length
    return withoutSecrets(last).slice(half).slice(-AUDITED_CHARACTERS)
  } catch {
    return ''
  }
}

function withoutSecrets(text: string): string {
  return new Placeholders(false, []).hide(text, () => true)
}
