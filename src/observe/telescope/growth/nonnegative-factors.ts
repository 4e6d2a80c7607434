import type { ActivityTensor } from './activity-ring.ts'

const ROUNDS = 60
const SMALL = 1e-9

/**
 * How much of a matrix of hosts by (port and slot) a few non-negative patterns explain: non-negative matrix factorisation by multiplicative updates (Lee and Seung, "Algorithms for
 * Non-negative Matrix Factorization", NIPS 2000).
 *
 * @returns 0–1, the share of the squares
 */
export function explainedByMatrix({ hosts, ports, slots, values }: ActivityTensor, rank: number): number {
  return explained([hosts, ports * slots], values, rank)
}

/** The same for the tensor of hosts, ports and slots, whose patterns are products of one of each (Shashua and Hazan, ICML 2005). */
export function explainedByTensor({ hosts, ports, slots, values }: ActivityTensor, rank: number): number {
  return explained([hosts, ports, slots], values, rank)
}

/** Non-negative patterns of any number of modes; of two it is the matrix factorisation. Starts from fixed numbers, so that the same gives the same. */
function explained(sizes: readonly number[], values: Float64Array, rank: number): number {
  const total = values.reduce((sum, value) => sum + value * value, 0)
  if (total === 0) return 0
  const factors = sizes.map((size, mode) => Float64Array.from({ length: size * rank }, (_, index) => 0.5 + fraction(index * 3 + mode)))
  for (let round = 0; round < ROUNDS; round++) for (let mode = 0; mode < sizes.length; mode++) update(sizes, values, factors, mode, rank)
  let left = 0
  forEachCell(sizes, (at, places) => {
    let model = 0
    for (let pattern = 0; pattern < rank; pattern++) model += productOf(factors, places, pattern, rank, -1)
    left += (values[at]! - model) ** 2
  })
  return Math.max(0, 1 - left / total)
}

function update(sizes: readonly number[], values: Float64Array, factors: readonly Float64Array[], mode: number, rank: number): void {
  const factor = factors[mode]!
  const wanted = new Float64Array(factor.length)
  forEachCell(sizes, (at, places) => {
    if (values[at] === 0) return
    for (let pattern = 0; pattern < rank; pattern++) wanted[places[mode]! * rank + pattern]! += values[at]! * productOf(factors, places, pattern, rank, mode)
  })
  // The products of all other modes with one another need no cells: they are those of each mode's inner products.
  const inner = new Float64Array(rank * rank).fill(1)
  for (const [other, { length }] of factors.entries()) {
    if (other === mode) continue
    for (let a = 0; a < rank; a++) {
      for (let b = 0; b < rank; b++) {
        let sum = 0
        for (let place = 0; place < length; place += rank) sum += factors[other]![place + a]! * factors[other]![place + b]!
        inner[a * rank + b]! *= sum
      }
    }
  }
  for (let place = 0; place < factor.length; place += rank) {
    const old = factor.slice(place, place + rank)
    for (let pattern = 0; pattern < rank; pattern++) {
      let have = SMALL
      for (let b = 0; b < rank; b++) have += inner[pattern * rank + b]! * old[b]!
      factor[place + pattern] = old[pattern]! * wanted[place + pattern]! / have
    }
  }
}

function productOf(factors: readonly Float64Array[], places: Int32Array, pattern: number, rank: number, without: number): number {
  let product = 1
  for (let mode = 0; mode < factors.length; mode++) if (mode !== without) product *= factors[mode]![places[mode]! * rank + pattern]!
  return product
}

function forEachCell(sizes: readonly number[], take: (at: number, places: Int32Array) => void): void {
  const places = new Int32Array(sizes.length)
  const cells = sizes.reduce((product, size) => product * size, 1)
  for (let at = 0; at < cells; at++) {
    take(at, places)
    for (let mode = sizes.length - 1; mode >= 0 && ++places[mode]! === sizes[mode]; mode--) places[mode] = 0
  }
}

/** A number between 0 and 1 that looks like chance, always the same for the same index. */
function fraction(index: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 8) / 2 ** 24
}
