import type { TermHit } from '../signature/term-automaton.ts'
import { features } from './features.ts'
import type { Rarity } from './rarity.ts'

/** The features of a text in the order of where they start, as columns. */
export interface TextFeatures {
  readonly count: number
  /** Place in the models. */
  readonly places: Int32Array
  /** How much a feature counts: its rarity. */
  readonly weights: Float32Array
  /** Characters of the canonical text. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** @param hits the concepts of the canonical text */
export function textFeatures(rarity: Rarity, canonical: string, hits: readonly TermHit[]): TextFeatures {
  const places: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  features(canonical, hits, (place, start, end) => {
    places.push(place)
    starts.push(start)
    ends.push(end)
  })
  // Counting sort by start: features come word by word, concepts behind them.
  const offsets = new Int32Array(canonical.length + 2)
  for (const start of starts) offsets[start + 1]!++
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!
  const sorted = {
    count: places.length, places: new Int32Array(places.length), weights: new Float32Array(places.length), starts: new Int32Array(places.length),
    ends: new Int32Array(places.length),
  }
  for (let i = 0; i < places.length; i++) {
    const at = offsets[starts[i]!]!++
    sorted.places[at] = places[i]!
    sorted.weights[at] = rarity[places[i]!]!
    sorted.starts[at] = starts[i]!
    sorted.ends[at] = ends[i]!
  }
  return sorted
}
