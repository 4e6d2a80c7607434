import { hash } from 'node:crypto'
import type { Guard } from '../judge/guard.ts'
import { judgePrompt } from '../judge/judge-prompt.ts'
import { judgeCase } from '../judge/judge-case.ts'
import type { PolicyName } from '../judge/policies.ts'
import { underPolicy } from '../judge/policies.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { ALLOWED, GUARD_VERDICTS } from '../judge/verdict.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import { REMEMBERED_JUDGEMENTS } from './defaults.ts'
import type { Origin, TextPart } from './protocol/protocol.ts'
import { Recent } from './recent.ts'

/** A judgement of one text, and where that came from. */
export interface PartJudgement extends GuardJudgement {
  readonly origin: Origin
}

export interface RequestJudgement {
  /** The gravest, under the policy. */
  readonly verdict: GuardJudgement['verdict']
  /** What was not allowed, the gravest first. */
  readonly judgements: readonly PartJudgement[]
}

/** Judges the texts of requests; what was judged before is remembered. */
export class RequestJudge {
  readonly #guard: Guard
  readonly #known = new Recent<GuardJudgement>(REMEMBERED_JUDGEMENTS)

  constructor(guard: Guard) {
    this.#guard = guard
  }

  /** Secrets are put out of the parts where that is the verdict. */
  judge(parts: readonly TextPart[], policy: PolicyName): RequestJudgement {
    const judgements: PartJudgement[] = []
    const system = parts.filter(({ origin }) => origin === 'system').map(({ text }) => text).join('\n')
    const told = hash('sha256', system)
    for (const part of parts) {
      const judgement = underPolicy(this.#known.of(`${part.origin} ${told} ${hash('sha256', part.text)}`, () => this.#judgePart(part, system)), policy)
      if (judgement.verdict === 'allow') continue
      judgements.push({ ...judgement, origin: part.origin })
      if (judgement.verdict === 'redact') part.replace(withoutSecrets(part.text))
    }
    judgements.sort((a, b) => GUARD_VERDICTS.indexOf(b.verdict) - GUARD_VERDICTS.indexOf(a.verdict) || b.score - a.score)
    return { verdict: judgements[0]?.verdict ?? 'allow', judgements }
  }

  /** Who wrote the system prompt decides what the model is told; and what a model said was judged as an answer. */
  #judgePart({ origin, text }: TextPart, system: string): GuardJudgement {
    switch (origin) {
      case 'system': return ALLOWED
      case 'assistant': return ALLOWED
      case 'user': return judgePrompt(this.#guard, { text, system })
      case 'tool': {
        const orders = judgeCase(this.#guard, { response_body: text })
        return orders.verdict === 'allow' || orders.layer === 'form' ? judgePrompt(this.#guard, { text }) : orders
      }
    }
  }
}

export function withoutSecrets(text: string): string {
  let rest = ''
  let from = 0
  for (const { kind, isSecret, start, end } of findSecrets(text)) {
    if (!isSecret) continue
    rest += `${text.slice(from, start)}[${kind.id}]`
    from = end
  }
  return rest + text.slice(from)
}
