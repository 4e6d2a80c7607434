const ORDER = 2

/** Below this share of the larger eigenvalue the smaller counts as zero: what makes the inverse a pseudo-inverse (NumPy's default). */
const RELATIVE_ZERO = 1e-15

/**
 * Sequentially discounting autoregression of order 2 (Yamanishi and Takeuchi, "A unifying framework for detecting outliers and change points
 * from non-stationary time series data", KDD 2002): learns a series while forgetting its past, and scores how surprising each value is.
 */
export class Sdar {
  readonly #discount: number
  #mean = 0
  #covariance0 = 0
  #covariance1 = 0
  #covariance2 = 0
  #variance = 0
  #last = 0
  #beforeLast = 0
  #seen = 0

  /** @param discount weight of a new value, 0–1; all state starts from 0 */
  constructor(discount: number) {
    this.#discount = discount
  }

  /** Negative logarithm of the value's likelihood, reckoned with the variance that it has updated. The first two values only fill the past: 0. */
  score(value: number): number {
    const score = this.#seen < ORDER ? 0 : this.#learn(value)
    this.#seen++
    this.#beforeLast = this.#last
    this.#last = value
    return score
  }

  #learn(value: number): number {
    const keep = 1 - this.#discount
    const take = this.#discount
    this.#mean = keep * this.#mean + take * value
    const deviation = value - this.#mean
    const last = this.#last - this.#mean
    const beforeLast = this.#beforeLast - this.#mean
    this.#covariance0 = keep * this.#covariance0 + take * deviation * deviation
    this.#covariance1 = keep * this.#covariance1 + take * deviation * last
    this.#covariance2 = keep * this.#covariance2 + take * deviation * beforeLast
    // Yule and Walker: [c0 c1; c1 c0] a = [c1, c2]. Its eigenvectors are (1, 1) and (1, -1), so each part is divided by its own eigenvalue.
    const sum = this.#covariance0 + this.#covariance1
    const difference = this.#covariance0 - this.#covariance1
    const least = RELATIVE_ZERO * Math.max(Math.abs(sum), Math.abs(difference))
    const even = Math.abs(sum) > least ? (this.#covariance1 + this.#covariance2) / 2 / sum : 0
    const odd = Math.abs(difference) > least ? (this.#covariance1 - this.#covariance2) / 2 / difference : 0
    const error = deviation - (even + odd) * last - (even - odd) * beforeLast
    this.#variance = keep * this.#variance + take * error * error
    if (this.#variance === 0) return 0
    return (Math.log(2 * Math.PI * this.#variance) + error * error / this.#variance) / 2
  }
}
