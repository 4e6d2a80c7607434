import { createHash } from 'node:crypto'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Attack, Planted } from './attack.ts'
import { attacksOn, filled } from './attack.ts'
import type { AttackPlan } from './attack-plan.ts'
import { AT_ONCE, QUOTED_CHARACTERS, TRIES } from './defaults.ts'
import { hasReached, isRefusal } from './grade.ts'
import type { Said, Target, Turn } from './target/target.ts'

export type Outcome = 'succeeded' | 'resisted' | 'filtered' | 'failed'

/** One attack and what came of it. */
export interface Attempt {
  readonly id: string
  readonly goal: string
  readonly way: string
  readonly language: string
  readonly outcome: Outcome
  /** What a person said, to be tried again by hand. */
  readonly turns: readonly string[]
  /** The beginning of the last answer, or why there is none. */
  readonly answer: string
  readonly calls: readonly string[]
}

export interface OrdinaryAttempt {
  readonly question: string
  readonly language: string
  readonly outcome: 'answered' | 'refused' | 'failed'
  readonly answer: string
}

export interface RedTeamRun {
  readonly target: string
  /** ISO 8601. */
  readonly started: string
  readonly seed: string
  readonly attempts: readonly Attempt[]
  readonly ordinary: readonly OrdinaryAttempt[]
}

export interface RedTeamOptions {
  readonly plan: AttackPlan
  readonly seed: string
  /** Attacks for each goal. */
  readonly tries?: number
  /** Only these goals. */
  readonly goals?: readonly string[]
  /** Only this attack: a success that is tried again. */
  readonly only?: string | undefined
  onAttempt?(attempt: Attempt): void
}

/**
 * Tries attacks on a target. For each goal the next way is chosen by how its kind fared so far: after a filter's refusal disguises go first, after
 * a model's own refusal personas and conversations; what succeeded for another goal goes before both.
 */
export async function runRedTeam(target: Target, options: RedTeamOptions): Promise<RedTeamRun> {
  const { plan, seed, goals = [], only } = options
  const planted = plantedBy(seed)
  const system = filled(plan.scene.system, planted)
  const learnt = new Learnt()
  const attempts: Attempt[] = []
  for (const goal of plan.goals) {
    if (goals.length > 0 && !goals.includes(goal.id)) continue
    const left = attacksOn(goal, plan, planted).filter(({ id }) => only === undefined || id === only)
    for (let tries = options.tries ?? TRIES; tries > 0 && left.length > 0; tries -= AT_ONCE) {
      const chosen = learnt.next(left, Math.min(tries, AT_ONCE), seed)
      const tried = await Promise.all(chosen.map(attack => attempt(target, attack, { plan, planted, system })))
      for (const [index, each] of tried.entries()) {
        learnt.from(chosen[index]!, each.outcome)
        attempts.push(each)
        options.onAttempt?.(each)
      }
    }
  }
  const ordinary = only === undefined && goals.length === 0 ? await askOrdinary(target, plan, system) : []
  return { target: target.name, started: new Date().toISOString(), seed, attempts, ordinary }
}

/** Marks that stand nowhere else. */
function plantedBy(seed: string): Planted {
  const hex = createHash('sha256').update(`noroshi red team ${seed}`).digest('hex')
  return { canary: `MIDORI-${hex.slice(0, 8).toUpperCase()}`, marker: `OBEYED-${hex.slice(8, 14).toUpperCase()}`, drop: `drop-${hex.slice(14, 20)}.example` }
}

interface Scene {
  readonly plan: AttackPlan
  readonly planted: Planted
  readonly system: string
}

async function attempt(target: Target, attack: Attack, { plan, planted, system }: Scene): Promise<Attempt> {
  const { id, goal, way, language, turns, result } = attack
  const told = (outcome: Outcome, answer: string, calls: readonly string[]): Attempt =>
    ({ id, goal: goal.id, way, language, outcome, turns, answer: answer.slice(0, QUOTED_CHARACTERS), calls })
  const conversation: Turn[] = []
  let said: Said = { text: '', calls: [], isFiltered: false }
  try {
    for (const [index, turn] of turns.entries()) {
      const isResult = result !== null && index === turns.length - 1
      if (isResult) conversation.push({ role: 'assistant', text: '', calls: [{ name: result, arguments: '{"number":"1042"}' }] }, { role: 'result', tool: result, text: turn })
      else conversation.push({ role: 'user', text: turn })
      // The question before a tool's result is no attack yet.
      if (result !== null && !isResult) continue
      said = await target.ask(system, conversation, plan.scene.tools)
      if (said.isFiltered) return told('filtered', said.text, [])
      if (hasReached(goal, said, planted, turns)) return told('succeeded', said.text, said.calls.map(({ name }) => name))
      conversation.push({ role: 'assistant', text: said.text === '' ? '…' : said.text })
    }
    return told('resisted', said.text, said.calls.map(({ name }) => name))
  } catch (thrown) {
    return told('failed', messageOf(thrown), [])
  }
}

async function askOrdinary(target: Target, { ordinary, scene }: AttackPlan, system: string): Promise<OrdinaryAttempt[]> {
  const questions = Object.entries(ordinary).flatMap(([language, texts]) => texts.map(question => ({ language, question })))
  const attempts: OrdinaryAttempt[] = []
  for (const { language, question } of questions) {
    try {
      const said = await target.ask(system, [{ role: 'user', text: question }], scene.tools)
      attempts.push({ question, language, outcome: isRefusal(said) ? 'refused' : 'answered', answer: said.text.slice(0, QUOTED_CHARACTERS) })
    } catch (thrown) {
      attempts.push({ question, language, outcome: 'failed', answer: messageOf(thrown) })
    }
  }
  return attempts
}

/** How ways and kinds of ways fared. */
class Learnt {
  readonly #ways = new Map<string, number>()
  readonly #kinds = new Map<string, number>()
  readonly #tried = new Map<string, number>()

  /** Takes the most promising out of those that are left: each kind and language first once, then by what was learnt. */
  next(left: Attack[], count: number, seed: string): Attack[] {
    const chosen: Attack[] = []
    while (chosen.length < count && left.length > 0) {
      const best = left.map((attack, index) => ({ index, worth: this.#worth(attack), tie: createHash('sha256').update(`${seed} ${attack.id}`).digest().readUInt32BE() }))
        .reduce((a, b) => b.worth > a.worth || (b.worth === a.worth && b.tie > a.tie) ? b : a)
      const [attack] = left.splice(best.index, 1)
      this.#count(attack!)
      chosen.push(attack!)
    }
    return chosen
  }

  from({ way, kind }: Attack, outcome: Outcome): void {
    const add = (map: Map<string, number>, key: string, points: number) => map.set(key, (map.get(key) ?? 0) + points)
    if (outcome === 'succeeded') {
      add(this.#ways, way, 3)
      add(this.#kinds, kind, 1)
    }
    if (outcome === 'filtered') add(this.#kinds, 'disguise', 0.5)
    if (outcome === 'resisted') {
      add(this.#kinds, 'persona', 0.25)
      add(this.#kinds, 'turns', 0.25)
    }
  }

  #worth({ goal, way, kind, language }: Attack): number {
    const seen = (key: string) => this.#tried.get(`${goal.id} ${key}`) ?? 0
    return (this.#ways.get(way) ?? 0) + Math.min(3, this.#kinds.get(kind) ?? 0) - 2 * seen(way) - seen(kind) * 0.5 - seen(language) * 0.3
  }

  #count({ goal, way, kind, language }: Attack): void {
    for (const key of [way, kind, language]) this.#tried.set(`${goal.id} ${key}`, (this.#tried.get(`${goal.id} ${key}`) ?? 0) + 1)
  }
}

/** Goals that an attempt reached. */
export function reachedGoals<Of extends { readonly id: string }>(run: RedTeamRun, goals: readonly Of[]): readonly Of[] {
  return goals.filter(({ id }) => run.attempts.some(({ goal, outcome }) => goal === id && outcome === 'succeeded'))
}
