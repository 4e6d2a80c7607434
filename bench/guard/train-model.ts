import { KIND_WEIGHTS, MODEL_SIZE } from '../../src/ai/classifier/defaults.ts'
import type { FeatureRange, Model } from '../../src/ai/classifier/model.ts'
import { featureRanges, scoreRanges } from '../../src/ai/classifier/model.ts'
import type { TextFeatures } from '../../src/ai/classifier/text-features.ts'
import { textFeatures } from '../../src/ai/classifier/text-features.ts'
import { textWindows } from '../../src/ai/classifier/text-windows.ts'
import type { Signatures } from '../../src/ai/signature/signatures.ts'

/** What is learnt from: a text as features and windows. */
export interface Example {
  readonly isHostile: boolean
  readonly source: string
  readonly features: TextFeatures
  readonly ranges: readonly FeatureRange[]
}

const EPOCHS = 12
const RATE = 0.5
const DECAY = 1e-6
/** Rounds in which a text stands for itself as a whole, before windows are told apart. */
const WHOLE_ROUNDS = 2
/** Windows of a benign text that are learnt from in a round: those that look worst. */
const WORST_WINDOWS = 2
const BENIGN_WEIGHT = 1.5
const TYPICAL_SET = 1_000
const HIGHEST_WEIGHT = 4

/**
 * Sets of hostile texts in many languages, with no benign ones in those: only their concepts are learnt from, lest a language become a mark of hostility.
 */
const CONCEPTS_ONLY = new Set(['cyberseceval-pi-multilingual'])

export function exampleOf(signatures: Signatures, { text, isHostile, source }: { readonly text: string; readonly isHostile: boolean; readonly source: string }): Example {
  const all = textFeatures(text, signatures.conceptsIn(text))
  const features = CONCEPTS_ONLY.has(source) ? conceptsOf(all) : all
  return { isHostile, source, features, ranges: featureRanges(features, textWindows(text)) }
}

function conceptsOf({ places, weights, starts, ends }: TextFeatures): TextFeatures {
  const kept = [...places.keys()].filter(index => (weights[index] ?? 0) === KIND_WEIGHTS.concept)
  const pick = (column: Int32Array) => Int32Array.from(kept, index => column[index]!)
  return { count: kept.length, places: pick(places), weights: Float32Array.from(kept, index => weights[index]!), starts: pick(starts), ends: pick(ends) }
}

/**
 * Logistic regression by stochastic gradient descent with AdaGrad steps (Duchi et al. 2011), over windows: a hostile text must have one hostile
 * window, a benign one none (multiple-instance learning: the window that scores highest stands for a hostile text). The same examples give the same model.
 */
export function trainModel(examples: readonly Example[]): Model {
  const weights = new Float32Array(MODEL_SIZE)
  const squares = new Float32Array(MODEL_SIZE).fill(1e-8)
  let bias = 0
  let biasSquares = 1e-8
  const importance = importances(examples)
  const random = sequence(1)
  const order = examples.map((_, index) => index)
  for (let round = 0; round < EPOCHS; round++) {
    shuffle(order, random)
    for (const index of order) {
      const { features, ranges, isHostile } = examples[index]!
      const whole = { from: 0, to: features.count }
      for (const { from, to } of round < WHOLE_ROUNDS ? [whole] : chosen({ weights, scale: 1, bias }, examples[index]!, ranges)) {
        let square = 0
        let sum = 0
        for (let i = from; i < to; i++) {
          const weight = features.weights[i]!
          square += weight * weight
          sum += weights[features.places[i]!]! * weight
        }
        if (square === 0) continue
        const length = Math.sqrt(square)
        const error = (1 / (1 + Math.exp(-(bias + sum / length))) - (isHostile ? 1 : 0)) * importance[index]!
        for (let i = from; i < to; i++) {
          const place = features.places[i]!
          const gradient = error * features.weights[i]! / length + DECAY * weights[place]!
          squares[place]! += gradient * gradient
          weights[place]! -= RATE * gradient / Math.sqrt(squares[place]!)
        }
        biasSquares += error * error
        bias -= RATE * error / Math.sqrt(biasSquares)
      }
    }
  }
  return { weights, scale: 1, bias }
}

function chosen(model: Model, { features, isHostile }: Example, ranges: readonly FeatureRange[]): readonly FeatureRange[] {
  if (ranges.length <= 1) return ranges
  const scores = scoreRanges(model, features, ranges)
  const worst = ranges.map((_, index) => index).sort((one, other) => scores[other]! - scores[one]!)
  return worst.slice(0, isHostile ? 1 : WORST_WINDOWS).map(index => ranges[index]!)
}

/** Small sets count more than their rows alone would, by the square root. */
function importances(examples: readonly Example[]): Float64Array {
  const counts = new Map<string, number>()
  const key = ({ source, isHostile }: Example) => `${source} ${isHostile}`
  for (const example of examples) counts.set(key(example), (counts.get(key(example)) ?? 0) + 1)
  return Float64Array.from(examples, example => Math.min(HIGHEST_WEIGHT, Math.sqrt(TYPICAL_SET / counts.get(key(example))!)) * (example.isHostile ? 1 : BENIGN_WEIGHT))
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1))
    const held = order[i]!
    order[i] = order[other]!
    order[other] = held
  }
}

/** A linear congruential generator (Numerical Recipes), so that training can be repeated. */
function sequence(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}
