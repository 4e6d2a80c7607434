import { randomUUID } from 'node:crypto'
import type { GuardJudgement, GuardVerdict } from '../judge/verdict.ts'
import { GUARD_VERDICTS } from '../judge/verdict.ts'
import type { Application, Upstream } from './application.ts'
import type { AuditLog, AuditRecord } from './audit.ts'
import { AUDITED_CHARACTERS, AUDITED_JUDGEMENTS } from './defaults.ts'
import type { Exceptions } from './exception/exceptions.ts'
import { Lifting } from './exception/lifting.ts'
import { withoutSecrets } from './judge-request.ts'
import type { Json, Origin, Protocol, TextPart } from './protocol/protocol.ts'

/** A judgement of something said, by whom, and the name by which it can be marked as wrong. */
export type SaidJudgement = Pick<GuardJudgement, 'verdict' | 'layer' | 'kind' | 'score' | 'reason'> & { readonly origin: Origin; readonly mark: string }

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

  /** Runs work that is part of judging. */
  judging<T>(work: () => T): T {
    const start = performance.now()
    try {
      return work()
    } finally {
      this.judgedMs += performance.now() - start
    }
  }

  /** Writes down; what is not written down is not answered. */
  record(event: AuditRecord['event'], said: {
    readonly judgements: readonly SaidJudgement[]
    readonly parts: readonly Pick<TextPart, 'text' | 'origin'>[]
    readonly status: number
    readonly outcome: AuditRecord['outcome']
    readonly tokens?: number | null
    readonly tools?: readonly string[]
  }): Promise<void> {
    const { judgements, parts, status, outcome, tokens = null, tools = [] } = said
    const sorted = judgements.toSorted((a, b) => rank(b.verdict) - rank(a.verdict) || b.score - a.score)
    const [first, ...others] = sorted
    return this.#audit.append({
      time: new Date().toISOString(), event, request: this.id, application: this.#application.name, upstream: this.#application.upstream.name, ...this.#known,
      verdict: first?.verdict ?? 'allow', layer: first?.layer ?? '', score: Number((first?.score ?? 0).toFixed(4)), origin: first?.origin ?? '',
      reason: first?.reason.en ?? '', reason_ja: first?.reason.ja ?? '', kind: first?.kind ?? '', mark: first?.mark ?? '',
      others: others.slice(0, AUDITED_JUDGEMENTS).map(({ verdict, layer, kind = '', origin, reason, mark }) => ({ verdict, layer: layer ?? '', kind, origin, reason: reason.en, reason_ja: reason.ja, mark })),
      lifted: this.lifting.taken(),
      text: this.#application.audit === 'texts' ? quoted(parts) : '',
      characters: parts.reduce((sum, { text }) => sum + text.length, 0),
      status, outcome, tokens, tools,
      judged_us: Math.round(this.judgedMs * 1_000), upstream_ms: Math.round(performance.now() - this.#started),
    })
  }
}

function rank(verdict: GuardVerdict): number {
  return GUARD_VERDICTS.indexOf(verdict)
}

/** What was said last says most. */
function quoted(parts: readonly Pick<TextPart, 'text' | 'origin'>[]): string {
  const last = parts.filter(({ origin }) => origin !== 'system').map(({ text }) => text).join('\n').slice(-AUDITED_CHARACTERS)
  return withoutSecrets(last)
}
