import { createHash } from 'node:crypto'
import type { Attack } from './attack.ts'
import type { Outcome } from './red-team-run.ts'

/** How ways and kinds of ways fared. */
export class Learnt {
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
