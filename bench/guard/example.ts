import { conceptKeys } from '../../src/ai/classifier/concept-keys.ts'
import { MODEL_SIZE } from '../../src/ai/classifier/defaults.ts'
import type { FeatureRange } from '../../src/ai/classifier/linear-model.ts'
import { featureRanges } from '../../src/ai/classifier/linear-model.ts'
import type { Rarity } from '../../src/ai/classifier/rarity.ts'
import type { TextFeatures } from '../../src/ai/classifier/text-features.ts'
import { textFeatures } from '../../src/ai/classifier/text-features.ts'
import { textWindows } from '../../src/ai/classifier/text-windows.ts'
import type { Signatures } from '../../src/ai/signature/signatures.ts'
import type { SplitRow } from './split-rows.ts'

/** What is learnt from: a text as features and windows. */
export interface Example {
  readonly row: SplitRow
  readonly isHostile: boolean
  readonly source: string
  readonly features: TextFeatures
  readonly ranges: readonly FeatureRange[]
}

const UNWEIGHTED: Rarity = new Float32Array(MODEL_SIZE).fill(1)

/** The features are not weighted by rarity yet: how rare each is depends on what is learnt from. */
export function exampleOf(signatures: Signatures, row: SplitRow): Example {
  const { canonical: { text }, isHostile, source } = row
  const features = textFeatures(UNWEIGHTED, text, signatures.conceptsIn(text), conceptKeys(signatures.concepts))
  return { row, isHostile, source, features, ranges: featureRanges(features, textWindows(text)) }
}

export function weighted(example: Example, rarity: Rarity): Example {
  return { ...example, features: { ...example.features, weights: example.features.weights.map((weight, index) => weight * rarity[example.features.places[index]!]!) } }
}
