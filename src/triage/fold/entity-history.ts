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
  readonly subjects: RecentSubjects
  sightings: Sighting[]
}

/** Remembers of every entity how many subjects it was seen with, and where last. Grows with entities, a few dozen numbers each. */
export class EntityHistory {
  readonly #states = new Map<string, EntityState>()

  /** 1 for what is specific, falling by half with each doubling of subjects, 0 for what is common. */
  specificity(key: string, time: number): number {
    return specificity(this.#states.get(key)?.subjects.countSince(time - COMMON_MEMORY_US) ?? 0)
  }

  recent(key: string): readonly Sighting[] {
    return this.#states.get(key)?.sightings ?? []
  }

  /** Notes where it was seen; whether that makes it common is asked of {@link count} only. */
  see(key: string, sighting: Sighting): void {
    const state = this.#state(key)
    const same = state.sightings.find(each => each.thread === sighting.thread)
    const rest = state.sightings.filter(each => each !== same)
    const merged = same === undefined ? sighting : {
      ...sighting,
      isSubject: same.isSubject || sighting.isSubject,
      last: Math.max(same.last, sighting.last),
    }
    state.sightings = [...rest, merged].slice(-RECENT_SIGHTINGS)
  }

  count(key: string, subject: string, time: number): void {
    this.#state(key).subjects.see(subject, time)
  }

  #state(key: string): EntityState {
    let state = this.#states.get(key)
    if (state === undefined) {
      state = { subjects: new RecentSubjects(COMMON_LIMIT_SUBJECTS), sightings: [] }
      this.#states.set(key, state)
    }
    return state
  }
}

export function specificity(subjects: number): number {
  if (subjects <= COMMON_FREE_SUBJECTS) return 1
  return subjects >= COMMON_LIMIT_SUBJECTS ? 0 : COMMON_FREE_SUBJECTS / subjects
}
