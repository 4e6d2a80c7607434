import { hash } from 'node:crypto'
import type { Log } from '../../../platform/log.ts'
import { canonicalise } from '../../text/canonicalise.ts'
import type { JudgingModel } from '../application/application.ts'
import { JUDGE_FAILURES, JUDGE_PAUSE_MS, MOST_ASKED_TEXTS, MOST_JUDGE_QUESTIONS, MOST_SHOWN_CHARACTERS, REMEMBERED_LOOKS } from '../defaults.ts'
import type { SaidJudgement } from '../exchange.ts'
import { graverFirst } from '../exchange.ts'
import type { Doubt, RequestJudgement } from '../request/judge-request.ts'
import { Placeholders } from '../placeholder/placeholders.ts'
import type { GatewayPolicy } from '../policy/policy.ts'
import { actionOf, isGraver } from '../policy/policy.ts'
import { Recent } from '../../../platform/recent.ts'
import type { Unanswered } from './ask-judging-model.ts'
import { askJudgingModel } from './ask-judging-model.ts'
import type { JudgeQuestion, ModelVerdict } from './judge-question.ts'
import { MODEL_VERDICTS } from './judge-question.ts'
import { withLook } from './look-words.ts'
import type { Looked, NotAsked } from './looked.ts'

/**
 * Asks models about what the guard finds doubtful. Where a model agrees, what was flagged is blocked by the layer that flagged it; whatever else it says, or does
 * not, changes nothing: no text passes because a model was talked into it.
 */
export class SecondLooks {
  readonly #log: Log
  readonly #known = new Recent<Promise<ModelVerdict | Unanswered>>(REMEMBERED_LOOKS)
  readonly #failures = new Map<string, { readonly count: number; readonly until: number }>()
  #underWay = 0

  constructor(log: Log) {
    this.#log = log
  }

  /** @returns the judgement with what the model says of it; it is asked only where its word would make a difference */
  async at(judged: RequestJudgement, model: JudgingModel, policy: GatewayPolicy): Promise<RequestJudgement> {
    const doubts = judged.verdict === 'block' ? [] : judged.doubts.filter(({ judgement }) => isGraver(ifHostile(judgement, policy).verdict, judgement.verdict))
    if (doubts.length === 0) return judged
    const texts = [...Map.groupBy(doubts, ({ text }) => text).values()]
    const older = Math.max(0, texts.length - MOST_ASKED_TEXTS)
    const looked = await Promise.all(texts.map(async (each, index) => {
      const look = index < older ? notAsked('many') : await this.#lookAt(each[0]!, model)
      return each.map(({ judgement }) => [judgement, look] as const)
    }))
    const looks = new Map(looked.flat())
    const judgements = judged.judgements.map(judgement => {
      const look = looks.get(judgement)
      if (look === undefined) return judgement
      return { ...(look.said === 'hostile' ? ifHostile(judgement, policy) : judgement), reason: withLook(judgement.reason, look), look: { model: model.model, ...look } }
    }).sort(graverFirst)
    return { ...judged, judgements, verdict: judgements[0]?.verdict ?? 'allow' }
  }

  async #lookAt({ text, judgement: { origin, reason } }: Doubt, model: JudgingModel): Promise<Looked> {
    if (text.length > MOST_SHOWN_CHARACTERS) return notAsked('long')
    const question: JudgeQuestion = { origin, doubt: withoutSecrets(reason.en), text: withoutSecrets(canonicalise(text).decoded) }
    const name = JSON.stringify([model.upstream.name, model.model])
    const key = hash('sha256', JSON.stringify([name, question]))
    const known = this.#known.get(key)
    const started = performance.now()
    if (known === undefined) {
      if ((this.#failures.get(name)?.until ?? 0) > started) return notAsked('paused')
      if (this.#underWay >= MOST_JUDGE_QUESTIONS) return notAsked('busy')
    }
    const said = await (known ?? this.#known.of(key, () => this.#ask(name, key, model, question)))
    return { said, milliseconds: performance.now() - started, isRemembered: known !== undefined }
  }

  async #ask(name: string, key: string, model: JudgingModel, question: JudgeQuestion): Promise<ModelVerdict | Unanswered> {
    this.#underWay++
    const said = await askJudgingModel(model, question)
    this.#underWay--
    if (MODEL_VERDICTS.some(each => each === said)) {
      this.#failures.delete(name)
      return said
    }
    this.#known.forget(key)
    // What it was shown may have made it talk nonsense: that says nothing of other questions.
    if (said !== 'unreadable') this.#failed(name, model)
    return said
  }

  #failed(name: string, { upstream, model }: JudgingModel): void {
    const count = (this.#failures.get(name)?.count ?? 0) + 1
    const isPaused = count >= JUDGE_FAILURES
    this.#failures.set(name, { count, until: isPaused ? performance.now() + JUDGE_PAUSE_MS : 0 })
    if (isPaused) this.#log('warn', 'the judging model failed several times in a row and is not asked for a while', { upstream: upstream.name, model, failures: count })
  }
}

function ifHostile(judgement: SaidJudgement, policy: GatewayPolicy): SaidJudgement {
  return { ...judgement, found: 'block', verdict: actionOf(policy, { ...judgement, verdict: 'block' }) }
}

function notAsked(said: NotAsked): Looked {
  return { said, milliseconds: 0, isRemembered: false }
}

function withoutSecrets(text: string): string {
  return new Placeholders(false, []).hide(text, () => true)
}
