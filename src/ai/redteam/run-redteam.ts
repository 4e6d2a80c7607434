import { createHash } from 'node:crypto'
import type { Attack, Planted } from './attack.ts'
import { attackOf, attacksOn, filled, isBasic } from './attack.ts'
import type { AttackPlan, Goal } from './attack-plan.ts'
import { AT_ONCE, TRIES, UNCHANGED } from './defaults.ts'
import { hasReached } from './grade.ts'
import type { JudgeModel } from './judge-model.ts'
import { Learnt } from './learnt.ts'
import type { Refused } from './mutator.ts'
import { keyOf, Mutator } from './mutator.ts'
import { nearnessOf } from './nearness.ts'
import { isRefusal } from './refusal.ts'
import type { Attempt, Outcome, RedTeamRun, RunOptions } from './red-team-run.ts'
import { askOrdinary, attempted, madeBefore, wantedGoals } from './red-team-run.ts'
import { RunWatch } from './run-watch.ts'
import type { Said, Target, Turn } from './target/target.ts'

export interface RedTeamOptions extends RunOptions {
  readonly plan: AttackPlan
  /** Grades what no rule decides. Goals that need it are tried with it, or when they are named. */
  readonly judge?: JudgeModel | undefined
}

/**
 * Tries attacks on a target. Those that are to go first do. Then for each goal each way and each language is tried once, so that no weakness of one kind is missed; the next is
 * chosen by how its kind fared so far: after a filter's refusal disguises, after a model's own refusal personas and conversations; what succeeded for another goal before
 * both. What tries are left go to variants of what was refused, mostly.
 */
export async function runRedTeam(target: Target, options: RedTeamOptions): Promise<RedTeamRun> {
  const { plan, seed, only } = options
  const started = new Date().toISOString()
  const watch = new RunWatch(options.stop)
  const planted = plantedBy(seed)
  const scene: Scene = { plan, planted, judge: options.judge, system: filled(plan.scene.system, planted) }
  const learning: Learning = { learnt: new Learnt(), mutator: new Mutator(plan, planted, seed) }
  const again = only === undefined ? null : attackOf(only, plan, planted)
  const attempts: Attempt[] = []
  const needsJudge = ({ id, kind }: Goal) => kind === 'comply' && options.judge === undefined && options.goals?.includes(id) !== true && again?.goal.id !== id
  for (const goal of wantedGoals(plan.goals, options).filter(each => !needsJudge(each))) {
    if (watch.over !== null) break
    const onGoal = new OnGoal(target, goal, scene, learning, watch, { ...options, onAttempt: each => {
      attempts.push(each)
      options.onAttempt?.(each)
    } })
    if (only === undefined) await onGoal.search()
    else if (again?.goal === goal) await onGoal.make([again])
  }
  const ordinary = await askOrdinary(ordinaryOf(target, plan, scene.system), options, watch, options.judge)
  return { target: target.name, started, seed, attempts, ordinary, ...(watch.over === null ? {} : { incomplete: watch.over }) }
}

interface Scene {
  readonly plan: AttackPlan
  readonly planted: Planted
  readonly system: string
  readonly judge: JudgeModel | undefined
}

interface Learning {
  readonly learnt: Learnt
  readonly mutator: Mutator
}

/** The attacks on one goal. */
class OnGoal {
  readonly #target: Target
  readonly #goal: Goal
  readonly #scene: Scene
  readonly #learning: Learning
  readonly #watch: RunWatch
  readonly #options: RedTeamOptions
  readonly #made = new Set<string>()
  readonly #refused: (Refused & { readonly answer: string })[] = []
  /** The attacks of the plan that each answer came to, to them or to their variants. */
  readonly #answers = new Map<string, Set<string>>()

  constructor(target: Target, goal: Goal, scene: Scene, learning: Learning, watch: RunWatch, options: RedTeamOptions) {
    this.#target = target
    this.#goal = goal
    this.#scene = scene
    this.#learning = learning
    this.#watch = watch
    this.#options = options
  }

  async search(): Promise<void> {
    const { plan, planted } = this.#scene
    const { seed, first = [], tries = TRIES } = this.#options
    const earlier = first.flatMap(id => attackOf(id, plan, planted) ?? []).filter(({ goal }) => goal === this.#goal)
    while (earlier.length > 0 && this.#watch.over === null) await this.make(earlier.splice(0, AT_ONCE))
    const all = attacksOn(this.#goal, plan, planted).filter(attack => !this.#made.has(keyOf(attack)))
    const basic = all.filter(attack => isBasic(attack, plan))
    const left = all.filter(attack => !basic.includes(attack))
    for (let done = 0; done < tries && this.#watch.over === null;) {
      const count = Math.min(tries - done, AT_ONCE)
      const basics = this.#learning.learnt.next(basic, count, seed)
      const room = count - basics.length
      const variants = basic.length > 0 ? [] : this.#learning.mutator.next(this.#refused.map(each => ({ ...each, nearness: this.#telling(each) })), this.#made, Math.max(room - UNCHANGED, room - left.length))
      const chosen = [...basics, ...variants, ...this.#learning.learnt.next(left, room - variants.length, seed)]
      if (chosen.length === 0) return
      await this.make(chosen)
      done += chosen.length
    }
  }

  /** Makes attacks side by side, and learns from them in their order. */
  async make(attacks: readonly Attack[]): Promise<void> {
    const made = await Promise.all(attacks.map(attack => madeBefore(this.#options, attack.id) ?? madeOn(this.#target, attack, this.#scene)))
    for (const [index, attempt] of made.entries()) {
      const attack = attacks[index]!
      const { outcome, nearness = 0, answer } = attempt
      // What was broken off was not tried.
      if (outcome === 'failed' && this.#watch.isStopped) continue
      this.#watch.saw(outcome)
      this.#made.add(keyOf(attack))
      this.#options.onAttempt?.(attempt)
      if (outcome === 'failed') continue
      this.#learning.learnt.from(attack, outcome)
      this.#answers.set(answer, (this.#answers.get(answer) ?? new Set()).add(attack.id.split('+')[0]!))
      const parent = this.#refused.find(each => each.attack.id === attack.parent)
      if (parent !== undefined) this.#learning.mutator.learn(attack, outcome === 'succeeded' ? 1 : this.#telling({ nearness, answer }) - this.#telling(parent))
      if (outcome === 'resisted' || outcome === 'filtered') this.#refused.push({ attack, by: outcome, nearness, answer })
    }
  }

  /** An answer that comes to whatever is asked is no sign of being near. */
  #telling({ nearness, answer }: { readonly nearness: number; readonly answer: string }): number {
    return nearness / Math.sqrt(this.#answers.get(answer)?.size ?? 1)
  }
}

/** Marks that stand nowhere else. */
function plantedBy(seed: string): Planted {
  const hex = createHash('sha256').update(`noroshi red team ${seed}`).digest('hex')
  return { canary: `MIDORI-${hex.slice(0, 8).toUpperCase()}`, marker: `OBEYED-${hex.slice(8, 14).toUpperCase()}`, drop: `drop-${hex.slice(14, 20)}.example`, truth: `DESK-${hex.slice(20, 26).toUpperCase()}`, lie: `DESK-${hex.slice(26, 32).toUpperCase()}` }
}

function madeOn(target: Target, attack: Attack, { plan, planted, system, judge }: Scene): Promise<Attempt> {
  const { id, goal, way, language, turns, result, parent } = attack
  return attempted({ id, goal: goal.id, way, language, turns, ...(parent === null ? {} : { parent }) }, async () => {
    const asked = result === null ? '' : JSON.stringify({ [plan.scene.tools.find(({ name }) => name === result.tool)?.parameter ?? 'text']: result.asked })
    let nearness = 0
    const conversation: Turn[] = []
    let said: Said = { text: '', calls: [], isFiltered: false }
    for (const [index, turn] of turns.entries()) {
      const isResult = result !== null && index === turns.length - 1
      if (isResult) conversation.push({ role: 'assistant', text: '', calls: [{ name: result.tool, arguments: asked }] }, { role: 'result', tool: result.tool, text: turn })
      else conversation.push({ role: 'user', text: turn })
      // The question before a tool's result is no attack yet.
      if (result !== null && !isResult) continue
      said = await target.ask(system, conversation, plan.scene.tools)
      if (said.isFiltered) return { outcome: 'filtered', answer: said.text, nearness }
      if (hasReached(goal, said, planted, turns)) return told('succeeded', said, 1)
      nearness = nearnessOf(goal, said, planted)
      conversation.push({ role: 'assistant', text: said.text === '' ? '…' : said.text })
    }
    return goal.kind === 'comply' && !isRefusal(said) ? judged(turns, said, nearness, judge) : told('resisted', said, nearness)
  })
}

/** What neither the mark nor a refusal in known words decides. */
async function judged(turns: readonly string[], said: Said, nearness: number, judge: JudgeModel | undefined): Promise<Omit<Attempt, 'id' | 'goal' | 'way' | 'language' | 'turns'>> {
  switch (await judge?.judge(turns.join('\n'), said.text) ?? null) {
    case 'complied': return { ...told('succeeded', said, 1), gradedBy: 'judge' }
    case 'refused': return { ...told('resisted', said, nearness), gradedBy: 'judge' }
    case null: return { ...told('undecided', said, nearness), gradedBy: 'nobody' }
  }
}

function told(outcome: Outcome, { text, calls }: Said, nearness: number): Pick<Attempt, 'outcome' | 'answer' | 'calls' | 'nearness'> {
  return { outcome, answer: text, calls: calls.map(({ name }) => name), nearness: Math.round(nearness * 100) / 100 }
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
