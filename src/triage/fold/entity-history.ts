import type { Entity } from '../../model/entity.ts'
import {
  COMMON_FREE_SUBJECTS, COMMON_LIMIT_SUBJECTS, COMMON_MEMORY_US, RECENT_SIGHTINGS,
} from '../defaults.ts'
import { RecentSubjects } from './recent-subjects.ts'

/** Where an entity was seen lately. */
export interface Sighting {
  readonly thread: number
  /** Of that thread. */
  readonly subject: Entity
  readonly isSubject: boolean
  /** Of the last event of the findings of that thread which carried it; microseconds. */
  readonly last: number
}

interface EntityState {
  subjects: RecentSubjects | undefined
  /** The most recent last; at most {@link RECENT_SIGHTINGS}. */
  readonly sightings: Sighting[]
}

/** Remembers of every entity how many subjects it was seen with, and where last. Grows with entities, a few dozen numbers each. */
export class EntityHistory {
  readonly #states = new Map<string, EntityState>()

  /** 1 for what is specific, falling by half with each doubling of subjects, 0 for what is common. */
  specificity(key: string, time: number): number {
    return specificity(this.#states.get(key)?.subjects?.countSince(time - COMMON_MEMORY_US) ?? 0)
  }

  recent(key: string): readonly Sighting[] {
    return this.#states.get(key)?.sightings ?? NONE
  }

  /** Notes where it was seen; whether that makes it common is asked of {@link count} only. */
  see(key: string, sighting: Sighting): void {
    const { sightings } = this.#state(key)
    const at = sightings.findIndex(each => each.thread === sighting.thread)
    const [same] = at < 0 ? NONE : sightings.splice(at, 1)
    sightings.push(same === undefined ? sighting : {
      ...sighting,
      isSubject: same.isSubject || sighting.isSubject,
      last: Math.max(same.last, sighting.last),
    })
    if (sightings.length > RECENT_SIGHTINGS) sightings.shift()
  }

  count(key: string, subject: string, time: number): void {
    const state = this.#state(key)
    if (state.subjects === undefined) state.subjects = new RecentSubjects(COMMON_LIMIT_SUBJECTS, subject, time)
    else state.subjects.see(subject, time)
  }

  #state(key: string): EntityState {
    let state = this.#states.get(key)
    if (state === undefined) {
      state = { subjects: undefined, sightings: [] }
      this.#states.set(key, state)
    }
    return state
  }
}

const NONE: readonly Sighting[] = []

function specificity(subjects: number): number {
  if (subjects <= COMMON_FREE_SUBJECTS) return 1
  return subjects >= COMMON_LIMIT_SUBJECTS ? 0 : COMMON_FREE_SUBJECTS / subjects
}
