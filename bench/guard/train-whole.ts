import { MODEL_SIZE } from '../../src/ai/classifier/defaults.ts'
import type { LinearModel } from '../../src/ai/classifier/linear-model.ts'
import type { Example } from './example.ts'
import { repeatableOrder } from './repeatable-order.ts'

const EPOCHS = 20
/** What a text on the wrong side costs (C). */
const COST = 1

/** A text as one vector: each place once. */
interface TextVector {
  readonly sign: 1 | -1
  readonly places: Int32Array
  readonly values: Float32Array
  /** Its length squared, with the bias and what the loss adds to the diagonal. */
  readonly diagonal: number
}

/**
 * A support vector machine with squared hinge loss over whole texts, by dual coordinate descent (Hsieh et al. 2008, algorithm 1). The same examples
 * give the same model.
 */
export function trainWhole(examples: readonly Example[]): LinearModel {
  const vectors = examples.map(vectorOf)
  const weights = new Float32Array(MODEL_SIZE)
  const duals = new Float64Array(vectors.length)
  const nextOrder = repeatableOrder(vectors.length)
  let bias = 0
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const index of nextOrder()) {
      const { sign, places, values, diagonal } = vectors[index]!
      let margin = bias
      for (let i = 0; i < places.length; i++) margin += weights[places[i]!]! * values[i]!
      const gradient = sign * margin - 1 + duals[index]! / (2 * COST)
      const dual = Math.max(0, duals[index]! - gradient / diagonal)
      const step = (dual - duals[index]!) * sign
      if (step === 0) continue
      duals[index] = dual
      bias += step
      for (let i = 0; i < places.length; i++) weights[places[i]!]! += step * values[i]!
    }
  }
  return { weights, scale: 1, bias }
}

/** As `scoreRanges` sees the text: the length is that of its features one by one, however often a place comes back. */
function vectorOf({ isHostile, features: { places, weights } }: Example): TextVector {
  const sums = new Map<number, number>()
  let square = 0
  for (const [index, place] of places.entries()) {
    const weight = weights[index]!
    sums.set(place, (sums.get(place) ?? 0) + weight)
    square += weight * weight
  }
  const length = Math.sqrt(square) || 1
  const values = Float32Array.from(sums.values(), value => value / length)
  return { sign: isHostile ? 1 : -1, places: Int32Array.from(sums.keys()), values, diagonal: values.reduce((sum, value) => sum + value * value, 1) + 1 / (2 * COST) }
}
