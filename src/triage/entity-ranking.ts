import { entityKey } from '../model/entities.ts'
import type { Entity, EntityType } from '../model/entity.ts'
import { compareText } from '../model/event-order.ts'
import { isOrdinaryEntity, tieKey } from './fold/tie-keys.ts'

/** Counts entities and says which to show first. One thing written two ways (`alice`, `corp\\alice`) is one, under its longer name. */
export class EntityRanking {
  readonly #counts = new Map<string, { entity: Entity; rank: number; findings: number }>()

  /** @param entities of one finding @param rank what is shown first has the lowest; ordinary things are put behind all */
  count(entities: Iterable<Entity>, rank: number): void {
    const seen = new Set<string>()
    for (const entity of entities) {
      if (entity.type === 'evidence') continue
      const ordinary = isOrdinaryEntity(entity)
      const key = ordinary ? entityKey(entity) : tieKey(entity)
      const known = this.#counts.get(key)
      if (known === undefined) this.#counts.set(key, { entity, rank: ordinary ? LAST : rank, findings: 1 })
      else {
        if (!seen.has(key)) known.findings++
        known.rank = ordinary ? LAST : Math.min(known.rank, rank)
        known.entity = longer(known.entity, entity)
      }
      seen.add(key)
    }
  }

  /** @param perType at most so many of one type: a list of hashes hides what else there is */
  first(limit: number, perType: number): { readonly entity: Entity; readonly findings: number }[] {
    const taken = new Map<EntityType, number>()
    return [...this.#counts.entries()]
      .sort(([keyA, a], [keyB, b]) => a.rank - b.rank || b.findings - a.findings || compareText(keyA, keyB))
      .filter(([, { entity: { type } }]) => {
        const before = taken.get(type) ?? 0
        taken.set(type, before + 1)
        return before < perType
      })
      .slice(0, limit)
      .map(([, { entity, findings }]) => ({ entity, findings }))
  }
}

const LAST = Number.MAX_SAFE_INTEGER

function longer(a: Entity, b: Entity): Entity {
  return (b.value.length - a.value.length || compareText(a.value, b.value)) > 0 ? b : a
}
