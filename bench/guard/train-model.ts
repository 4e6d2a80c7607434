import { wholeOf } from '../../src/ai/classifier/classifier.ts'
import { MODEL_SIZE } from '../../src/ai/classifier/defaults.ts'
import type { FeatureRange, LinearModel } from '../../src/ai/classifier/linear-model.ts'
import { lengthOf, scoreRanges } from '../../src/ai/classifier/linear-model.ts'
import type { Example } from './example.ts'
import { ORDINARY_SET } from './own-rows.ts'
import { repeatableOrder } from './repeatable-order.ts'

const EPOCHS = 12
const RATE = 0.1
const DECAY = 1e-6
/** Rounds in which a text stands for itself as a whole, before its windows are told apart. */
const ROUNDS_BEFORE_WINDOWS = 2
/** Windows of a benign text that are learnt from in a round: those that look worst. */
const WORST_WINDOWS = 2
const BENIGN_WEIGHT = 1.5
/** Our own hard sentences, on top: what they teach is dear, and they are a third of the benign. */
const ORDINARY_WEIGHT = 2
const TYPICAL_SET = 1_000
const HIGHEST_WEIGHT = 4

/** Logistic regression by stochastic gradient descent with AdaGrad steps (Duchi et al. 2011), each text as a whole. The same examples give the same model. */
export function trainWhole(examples: readonly Example[]): LinearModel {
  return train(examples, EPOCHS)
}

/**
 * The same over windows: a hostile text must have one hostile window, a benign one none (multiple-instance learning: the window that scores highest stands for
 * a hostile text).
 */
export function trainWindows(examples: readonly Example[]): LinearModel {
  return train(examples, ROUNDS_BEFORE_WINDOWS)
}

function train(examples: readonly Example[], wholeRounds: number): LinearModel {
  const weights = new Float32Array(MODEL_SIZE)
  const squares = new Float32Array(MODEL_SIZE).fill(1e-8)
  let bias = 0
  let biasSquares = 1e-8
  const importance = importances(examples)
  const nextOrder = repeatableOrder(examples.length)
  for (let round = 0; round < EPOCHS; round++) {
    for (const index of nextOrder()) {
      const { features, ranges, isHostile } = examples[index]!
      for (const { from, to } of round < wholeRounds ? [wholeOf(features)] : chosen({ weights, scale: 1, bias }, examples[index]!, ranges)) {
        let square = 0
        let sum = 0
        for (let i = from; i < to; i++) {
          const weight = features.weights[i]!
          square += weight * weight
          sum += weights[features.places[i]!]! * weight
        }
        if (square === 0) continue
        const length = lengthOf(square)
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

function chosen(model: LinearModel, { features, isHostile }: Example, ranges: readonly FeatureRange[]): readonly FeatureRange[] {
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
  return Float64Array.from(examples, example => Math.min(HIGHEST_WEIGHT, Math.sqrt(TYPICAL_SET / counts.get(key(example))!)) * sideWeight(example))
}

function sideWeight({ isHostile, source }: Example): number {
  if (isHostile) return 1
  return source === ORDINARY_SET ? BENIGN_WEIGHT * ORDINARY_WEIGHT : BENIGN_WEIGHT
}
