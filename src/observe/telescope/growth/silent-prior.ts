import { GROWTH_QUIET_PRIOR_BINS } from './defaults.ts'

/** What is assumed of a port to which none came: newcomers, as a gamma distribution of `hosts` in `bins`. */
export interface SilentPrior {
  readonly hosts: number
  readonly bins: number
}

const PORTS = 65_536
/** Where the ports do not differ more than by chance, too little was seen to say how they do: as if every thousandth were ever asked for. */
const UNKNOWN_HOSTS = 1e-3

/**
 * The prior of a silent port, learnt from all ports of the same space (empirical Bayes; Efron, "Large-Scale Inference", chapter 1): newcomers of a port are negative
 * binomial, and mean and variance over the ports give both parameters by moments. Where many ports are asked for now and then, a few newcomers say little; where
 * silent ports stay silent, much. One port with one newcomer more than were seen is added, so that nothing is certain after a short past.
 *
 * @param totals newcomers of each port that had some, over the past @param bins length of the past
 */
export function silentPrior(totals: Iterable<number>, bins: number): SilentPrior {
  let sum = 1
  let squares = 1
  for (const total of totals) {
    sum += total
    squares += total * total
  }
  const mean = sum / PORTS
  const variance = squares / PORTS - mean * mean
  const hosts = variance > mean ? mean * mean / (variance - mean) : UNKNOWN_HOSTS
  return { hosts, bins: Math.max(GROWTH_QUIET_PRIOR_BINS, hosts / mean * bins) }
}
