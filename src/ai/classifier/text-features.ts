import type { TermHit } from '../signature/term-automaton.ts'
import { features } from './features.ts'
import type { Rarity } from './rarity.ts'
import { ToldFeatures } from './told-features.ts'

/** The features of a text in the order of where they start, as columns. */
export interface TextFeatures {
  readonly count: number
  /** Place in the models. */
  readonly places: Int32Array
  /** How much a feature counts: its rarity, times what its kind counts. */
  readonly weights: Float32Array
  /** Characters of the canonical text. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/**
 * @param hits the concepts of the canonical text
 * @param keys what stands for each concept
 */
export function textFeatures(rarity: Rarity, canonical: string, hits: readonly TermHit[], keys: Int32Array): TextFeatures {
  told.clear()
  features(canonical, hits, keys, told)
  const { count, places, starts, ends, kinds } = told
  // Counting sort by start: features come word by word, concepts behind them.
  const offsets = new Int32Array(canonical.length + 2)
  for (let i = 0; i < count; i++) offsets[starts[i]! + 1]!++
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!
  const sorted = { count, places: new Int32Array(count), weights: new Float32Array(count), starts: new Int32Array(count), ends: new Int32Array(count) }
  for (let i = 0; i < count; i++) {
    const start = starts[i]!
    const place = places[i]!
    const at = offsets[start]!++
    sorted.places[at] = place
    sorted.weights[at] = rarity[place]! * kinds[i]!
    sorted.starts[at] = start
    sorted.ends[at] = ends[i]!
  }
  return sorted
}

const told = new ToldFeatures()
