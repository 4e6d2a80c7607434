import { createHash } from 'node:crypto'
import type { Attack, Planted } from './attack.ts'
import { attacksOn, filled } from './attack.ts'
import type { AttackPlan } from './attack-plan.ts'
import { AT_ONCE, TRIES } from './defaults.ts'
import { hasReached, isRefusal } from './grade.ts'
import type { Attempt, Outcome, RedTeamRun, RunOptions } from './red-team-run.ts'
import { askOrdinary, attempted, wantedAttacks, wantedGoals } from './red-team-run.ts'
import type { Said, Target, Turn } from './target/target.ts'

export interface RedTeamOptions extends RunOptions {
  readonly plan: AttackPlan
}

/**
 * Tries attacks on a target. For each goal the next way is chosen by how its kind fared so far: after a filter's refusal disguises go first, after
 * a model's own refusal personas and conversations; what succeeded for another goal goes before both.
 */
export async function runRedTeam(target: Target, options: RedTeamOptions): Promise<RedTeamRun> {
  const { plan, seed } = options
  const planted = plantedBy(seed)
  const system = filled(plan.scene.system, planted)
  const learnt = new Learnt()
  const attempts: Attempt[] = []
  for (const goal of wantedGoals(plan.goals, options)) {
    const left = wantedAttacks(attacksOn(goal, plan, planted), options)
    for (let tries = options.tries ?? TRIES; tries > 0 && left.length > 0; tries -= AT_ONCE) {
      const chosen = learnt.next(left, Math.min(tries, AT_ONCE), seed)
      const tried = await Promise.all(chosen.map(attack => madeOn(target, attack, { plan, planted, system })))
      for (const [index, each] of tried.entries()) {
        learnt.from(chosen[index]!, each.outcome)
        attempts.push(each)
        options.onAttempt?.(each)
      }
    }
  }
  const ordinary = await askOrdinary(ordinaryOf(target, plan, system), options)
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

function madeOn(target: Target, attack: Attack, { plan, planted, system }: Scene): Promise<Attempt> {
  const { id, goal, way, language, turns, result } = attack
  return attempted({ id, goal: goal.id, way, language, turns }, async () => {
    const conversation: Turn[] = []
    let said: Said = { text: '', calls: [], isFiltered: false }
    for (const [index, turn] of turns.entries()) {
      const isResult = result !== null && index === turns.length - 1
      if (isResult) conversation.push({ role: 'assistant', text: '', calls: [{ name: result, arguments: '{"number":"1042"}' }] }, { role: 'result', tool: result, text: turn })
      else conversation.push({ role: 'user', text: turn })
      // The question before a tool's result is no attack yet.
      if (result !== null && !isResult) continue
      said = await target.ask(system, conversation, plan.scene.tools)
      if (said.isFiltered) return { outcome: 'filtered', answer: said.text }
      if (hasReached(goal, said, planted, turns)) return told('succeeded', said)
      conversation.push({ role: 'assistant', text: said.text === '' ? '…' : said.text })
    }
    return told('resisted', said)
  })
}

function told(outcome: Outcome, { text, calls }: Said): Pick<Attempt, 'outcome' | 'answer' | 'calls'> {
  return { outcome, answer: text, calls: calls.map(({ name }) => name) }
}

function ordinaryOf(target: Target, { ordinary, scene }: AttackPlan, system: string): Parameters<typeof askOrdinary>[0] {
  return Object.entries(ordinary).flatMap(([language, texts]) => texts.map(question => ({
    question, language,
    async ask() {
      const said = await target.ask(system, [{ role: 'user', text: question }], scene.tools)
      return { isRefused: isRefusal(said), answer: said.text }
    },
  })))
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
