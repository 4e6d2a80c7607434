import { MODEL_SIZE, RARITY_STEP } from './defaults.ts'

/**
 * How rare the features of each place are: the logarithm of one in how many texts has them (inverse document frequency, Spärck Jones 1972), a whole
 * number of steps of `RARITY_STEP`. As many as `MODEL_SIZE`.
 */
export type Rarity = Float32Array

/** @param texts the places of the features of each text */
export function rarityOf(texts: Iterable<Int32Array>): Rarity {
  const seenIn = new Float64Array(MODEL_SIZE)
  const lastText = new Int32Array(MODEL_SIZE).fill(-1)
  let count = 0
  for (const places of texts) {
    for (const place of places) {
      if (lastText[place] === count) continue
      lastText[place] = count
      seenIn[place]!++
    }
    count++
  }
  return rarityFrom(Uint8Array.from(seenIn, seen => Math.min(255, Math.round(Math.log((1 + count) / (1 + seen)) / RARITY_STEP))))
}

export function rarityFrom(steps: Uint8Array): Rarity {
  return Float32Array.from(steps, step => step * RARITY_STEP)
}

export function rarityAsSteps(rarity: Rarity): Uint8Array {
  return Uint8Array.from(rarity, value => Math.round(value / RARITY_STEP))
}
