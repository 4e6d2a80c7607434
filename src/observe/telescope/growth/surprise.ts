/**
 * How surprising it is that so many came, when `past` came in `exposure` units of time before, in `window` further units: the exponent of ten of the
 * chance (9 is one in a billion). The rate is not known exactly but has the gamma distribution that the past leaves of it, so that the number is
 * negative binomial (Gelman et al., "Bayesian Data Analysis", section 2.6). 0 when it is no more than expected.
 *
 * @param past may be fractional: divided by the dispersion, as the count must be too
 */
export function surprise(count: number, window: number, past: number, exposure: number): number {
  if (count <= past * window / exposure) return 0
  const stay = Math.log(exposure / (exposure + window))
  const go = Math.log(window / (exposure + window))
  let term = logGamma(count + past) - logGamma(past) - logGamma(count + 1) + past * stay + count * go
  const first = term
  let sum = 1
  // The terms fall at least like a geometric series from here on.
  for (let n = count; n < count + MOST_TERMS; n++) {
    term += go + Math.log((n + past) / (n + 1))
    const part = Math.exp(term - first)
    sum += part
    if (part < 1e-9 * sum) break
  }
  return -(first + Math.log(sum)) / Math.LN10
}

const MOST_TERMS = 10_000

/** The logarithm of the gamma function for positive numbers: Stirling's series above 8, reached by its recurrence. Error below 1e-9. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  for (; z < 8; z++) shift += Math.log(z)
  const inverse = 1 / z
  const series = inverse * (1 / 12 - inverse * inverse * (1 / 360 - inverse * inverse * (1 / 1_260 - inverse * inverse / 1_680)))
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift
}
