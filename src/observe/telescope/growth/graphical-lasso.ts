const ROUNDS = 20
const STEPS = 20
const SMALL = 1e-6

/**
 * Which of `size` variables go together when all others are held fixed: the graphical lasso (Friedman, Hastie, Tibshirani, "Sparse inverse covariance estimation with the graphical lasso",
 * Biostatistics 2008), one column after the other.
 *
 * @param covariance symmetric, row by row
 * @param penalty how strong a link must be, in units of the covariance
 * @returns the share of all pairs that are linked
 */
export function linkedShare(covariance: Float64Array, size: number, penalty: number): number {
  if (size < 2) return 0
  const estimate = covariance.slice()
  for (let each = 0; each < size; each++) estimate[each * size + each]! += penalty
  const weights = new Float64Array(size * size)
  for (let round = 0; round < ROUNDS; round++) {
    let changed = 0
    for (let column = 0; column < size; column++) changed = Math.max(changed, fitColumn(covariance, estimate, weights, size, column, penalty))
    if (changed < SMALL) break
  }
  let links = 0
  for (let row = 0; row < size; row++) for (let column = row + 1; column < size; column++) if (weights[column * size + row] !== 0 && weights[row * size + column] !== 0) links++
  return 2 * links / (size * (size - 1))
}

/** The lasso of one variable on all others; weights of a column stand in its row. @returns how much the estimate changed */
function fitColumn(covariance: Float64Array, estimate: Float64Array, weights: Float64Array, size: number, column: number, penalty: number): number {
  const at = column * size
  for (let step = 0; step < STEPS; step++) {
    let moved = 0
    for (let row = 0; row < size; row++) {
      if (row === column) continue
      let rest = covariance[at + row]!
      for (let other = 0; other < size; other++) if (other !== column && other !== row) rest -= estimate[row * size + other]! * weights[at + other]!
      const weight = Math.sign(rest) * Math.max(0, Math.abs(rest) - penalty) / estimate[row * size + row]!
      moved = Math.max(moved, Math.abs(weight - weights[at + row]!))
      weights[at + row] = weight
    }
    if (moved < SMALL) break
  }
  let changed = 0
  for (let row = 0; row < size; row++) {
    if (row === column) continue
    let value = 0
    for (let other = 0; other < size; other++) if (other !== column) value += estimate[row * size + other]! * weights[at + other]!
    changed = Math.max(changed, Math.abs(value - estimate[at + row]!))
    estimate[at + row] = value
    estimate[row * size + column] = value
  }
  return changed
}
