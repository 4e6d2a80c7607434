import { createHash } from 'node:crypto'
import type { Attack, Planted } from './attack.ts'
import { derived } from './attack.ts'
import type { AttackPlan, Mutation } from './attack-plan.ts'
import { COST, CURIOSITY, EXPECTED, MOST_MUTATIONS } from './defaults.ts'

/** An attack that was made and did not reach its goal. */
export interface Refused {
  readonly attack: Attack
  readonly by: 'resisted' | 'filtered'
  /** How near it came, 0 to 1. */
  readonly nearness: number
}

/**
 * Derives variants of attacks that were refused. Which change is made to which attack is chosen as a bandit chooses (upper confidence bound, Auer et al. 2002): by how near
 * the attack came, by how much nearer that change brought others on this target so far, whatever their goal, and by how little is known of it. The same seed and
 * answers choose the same.
 */
export class Mutator {
  readonly #plan: AttackPlan
  readonly #planted: Planted
  readonly #seed: string
  readonly #gains = new Map<string, { count: number; sum: number }>()
  /** Chains of changes that reached another goal. */
  readonly #recipes = new Map<string, readonly string[]>()
  #total = 0

  constructor(plan: AttackPlan, planted: Planted, seed: string) {
    this.#plan = plan
    this.#planted = planted
    this.#seed = seed
  }

  /** @param refused of one goal @param made keys of what was tried, by `keyOf`; what is chosen is added */
  next(refused: readonly Refused[], made: Set<string>, count: number): Attack[] {
    const children = Map.groupBy(refused.filter(({ attack }) => attack.parent !== null), ({ attack }) => attack.parent)
    const candidates = refused.flatMap(({ attack, by, nearness }) => [...this.#plan.mutations.map(({ id }) => [id]), ...this.#recipes.values()]
      .filter(steps => attack.mutations.length + steps.length <= MOST_MUTATIONS)
      .map(steps => ({
        attack, steps, tie: tieOf(`${this.#seed} ${attack.id}+${steps.join('+')}`),
        worth: nearness + this.#worth(steps, by) - COST.sibling * (children.get(attack.id)?.length ?? 0) - COST.step * attack.mutations.length,
      }))).sort((one, other) => other.worth - one.worth || other.tie - one.tie)
    const chosen: Attack[] = []
    const parents = new Set<string>()
    // Of one attack one variant at a time, so that the next knows how it fared; then again, where there are too few attacks.
    for (const once of [true, false]) {
      for (const { attack, steps } of candidates) {
        if (chosen.length >= count) return chosen
        if (once && parents.has(attack.id)) continue
        const variant = derived(attack, steps, this.#plan, this.#planted)
        if (variant === null || made.has(keyOf(variant))) continue
        made.add(keyOf(variant))
        parents.add(attack.id)
        chosen.push(variant)
      }
    }
    return chosen
  }

  /** @param gain how much nearer the variant came than what it was derived from; of a success, 1 */
  learn({ mutations }: Attack, gain: number): void {
    const last = mutations.at(-1)
    if (last === undefined) return
    this.#total++
    const whole = mutations.length > 1 ? [mutations.join('+')] : []
    for (const key of [last, `kind ${this.#mutation(last)?.kind ?? ''}`, ...whole]) {
      const { count, sum } = this.#gains.get(key) ?? { count: 0, sum: 0 }
      this.#gains.set(key, { count: count + 1, sum: sum + gain })
    }
    if (gain >= 1 && mutations.length > 1) this.#recipes.set(mutations.join('+'), mutations)
  }

  #worth(steps: readonly string[], by: Refused['by']): number {
    const id = steps.join('+')
    const own = this.#gains.get(id) ?? { count: 0, sum: 0 }
    const kind = this.#mutation(id)?.kind
    // A chain that reached another goal: its one success is known.
    if (kind === undefined) return (own.sum + 1) / (own.count + 1)
    const expected: Partial<Record<Mutation['kind'], number>> = EXPECTED[by]
    const alike = this.#gains.get(`kind ${kind}`) ?? { count: 0, sum: 0 }
    // What is expected counts as one trial, what its kind did as another.
    const mean = (own.sum + (alike.count === 0 ? 0 : alike.sum / alike.count) + (expected[kind] ?? 0)) / (own.count + 2)
    // Kinds are few: what is learnt of one is learnt of all that work alike.
    const unknown = (count: number) => Math.sqrt(Math.log(this.#total + 1) / (count + 1))
    return mean + CURIOSITY * (unknown(own.count) + unknown(alike.count)) / 2
  }

  #mutation(id: string): Mutation | undefined {
    return this.#plan.mutations.find(each => each.id === id)
  }
}

/** The same changes in another order make an attack that is hardly another. */
export function keyOf({ id }: Pick<Attack, 'id'>): string {
  const [base, ...mutations] = id.split('+')
  return [base, ...mutations.sort()].join('+')
}

function tieOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE()
}
