import { hash } from 'node:crypto'
import type { Guard } from '../judge/guard.ts'
import { judgePrompt } from '../judge/judge-prompt.ts'
import { judgeCase } from '../judge/judge-case.ts'
import type { IsLifted } from '../judge/lifted.ts'
import { nothingIsLifted } from '../judge/lifted.ts'
import type { PolicyName } from '../judge/policies.ts'
import { underPolicy } from '../judge/policies.ts'
import type { GuardJudgement } from '../judge/verdict.ts'
import { ALLOWED, GUARD_VERDICTS } from '../judge/verdict.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import { canonicalise } from '../text/canonicalise.ts'
import { MOST_LIFTED, REMEMBERED_JUDGEMENTS } from './defaults.ts'
import type { Lifting } from './exception/lifting.ts'
import type { Origin, TextPart } from './protocol/protocol.ts'
import { Recent } from './recent.ts'

/** A judgement of one text, where that came from, and the name of the verdict. */
export interface PartJudgement extends GuardJudgement {
  readonly origin: Origin
  readonly mark: string
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
  judge(parts: readonly TextPart[], policy: PolicyName, lifting: Lifting): RequestJudgement {
    const judgements: PartJudgement[] = []
    const system = parts.filter(({ origin }) => origin === 'system').map(({ text }) => text).join('\n')
    const told = hash('sha256', system)
    for (const part of parts) {
      const found = this.#known.of(`${part.origin} ${told} ${hash('sha256', part.text)}`, () => this.#judgePart(part, system, nothingIsLifted))
      if (found.layer === null || found.verdict === 'allow') continue
      const { judgement: standing, mark, isLifted } = this.#standing(part, system, found, lifting)
      const judgement = underPolicy(standing, policy)
      if (judgement.verdict === 'allow') continue
      judgements.push({ ...judgement, origin: part.origin, mark })
      if (judgement.verdict === 'redact') part.replace(withoutSecrets(part.text, isLifted))
    }
    judgements.sort((a, b) => GUARD_VERDICTS.indexOf(b.verdict) - GUARD_VERDICTS.indexOf(a.verdict) || b.score - a.score)
    return { verdict: judgements[0]?.verdict ?? 'allow', judgements }
  }

  /** What is left when exceptions have lifted what they are about: each lifts one look of one layer, and whatever else speaks against the text stands. */
  #standing(part: TextPart, system: string, found: GuardJudgement, lifting: Lifting): { readonly judgement: GuardJudgement; readonly mark: string; readonly isLifted: IsLifted } {
    const { text: subject } = canonicalise(part.text)
    const lifted = new Set<string>()
    const isLifted: IsLifted = (layer, kind) => lifted.has(`${layer} ${kind}`)
    let judgement = found
    while (judgement.layer !== null) {
      const { layer, kind = '' } = judgement
      if (lifted.size >= MOST_LIFTED || !lifting.lifts(part.origin, layer, kind, subject)) return { judgement, mark: lifting.markOf(part.origin, layer, kind, subject), isLifted }
      lifted.add(`${layer} ${kind}`)
      judgement = this.#judgePart(part, system, isLifted)
    }
    return { judgement, mark: '', isLifted }
  }

  /** Who wrote the system prompt decides what the model is told; and what a model said was judged as an answer. */
  #judgePart({ origin, text }: TextPart, system: string, isLifted: IsLifted): GuardJudgement {
    switch (origin) {
      case 'system': return ALLOWED
      case 'assistant': return ALLOWED
      case 'user': return judgePrompt(this.#guard, { text, system }, isLifted)
      case 'tool': {
        const orders = judgeCase(this.#guard, { response_body: text }, isLifted)
        return orders.verdict === 'allow' || orders.layer === 'form' ? judgePrompt(this.#guard, { text }, isLifted) : orders
      }
    }
  }
}

/** Those that a person said are none stay. */
export function withoutSecrets(text: string, isLifted: IsLifted = nothingIsLifted): string {
  let rest = ''
  let from = 0
  for (const { kind, isSecret, start, end } of findSecrets(text)) {
    if (!isSecret || isLifted('secret', kind.id)) continue
    rest += `${text.slice(from, start)}[${kind.id}]`
    from = end
  }
  return rest + text.slice(from)
}
