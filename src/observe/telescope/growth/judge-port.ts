import { CAMPAIGN_START_US } from '../defaults.ts'
import {
  GROWTH_BIN_US, GROWTH_DRIFT, GROWTH_LEAST_HOSTS, GROWTH_LEAST_PAST_BINS, GROWTH_LEAST_RETURNS, GROWTH_LEAST_SILENT_HOSTS, GROWTH_LEAST_SPREAD_HOSTS, GROWTH_MOST_TIDE, GROWTH_PAST_BINS, GROWTH_PRIOR_BINS,
  GROWTH_PRIOR_HOSTS, GROWTH_QUIET_PRIOR_BINS, GROWTH_SILENT_PAST_BINS, GROWTH_STEADY_BINS, GROWTH_WINDOWS, GROWTH_YOUNG_BINS,
} from './defaults.ts'
import type { PortHistory } from './port-history.ts'
import { SERIES } from './port-history.ts'
import type { SilentPrior } from './silent-prior.ts'
import { surprise } from './surprise.ts'
import type { TidalSeries } from './tidal-series.ts'
import { sumOfBins } from './tidal-series.ts'

/** What speaks for a group that grows on a port. */
export interface GrowthSigns {
  /** Exponent of ten of the chance that the port's own past brings so many. */
  readonly score: number
  /** What shows it best. */
  readonly on: typeof SERIES[number]
  /** Length of the window in bins in which it shows best. */
  readonly window: number
  /** Hosts counted in it, and those that were expected. */
  readonly hosts: number
  readonly expected: number
}

/**
 * Judges the bins before `end` of a port, beside the same bins of all ports (`tides`): when more come everywhere, by the hour or because the capture
 * has only begun, more are expected here.
 *
 * @returns null when too little came to be anything
 */
export function judgePort(history: PortHistory, tides: readonly Uint32Array[], silent: readonly SilentPrior[], firstBin: number, end: number): GrowthSigns | null {
  const known = Math.min(end - firstBin, GROWTH_PAST_BINS)
  let best: GrowthSigns | null = null
  for (const [index, on] of SERIES.entries()) {
    const series = history.series[index]
    const tide = tides[index]
    const prior = silent[index]
    if (series === undefined || tide === undefined || prior === undefined || series.total < GROWTH_LEAST_SILENT_HOSTS) continue
    const recent = sumOfBins(series.counts, end, Math.min(known, GROWTH_WINDOWS.at(-1)!))
    // Few say something only where none ever came.
    if (recent < GROWTH_LEAST_SPREAD_HOSTS && recent < series.total) continue
    for (const window of GROWTH_WINDOWS) {
      const pastBins = known - window
      if (pastBins < GROWTH_LEAST_PAST_BINS) break
      const hosts = sumOfBins(series.counts, end, window)
      const came = sumOfBins(series.counts, end - window, pastBins)
      // Silent is a port to which nobody came at all: where some come and never again, others that do are a matter of time.
      const isSilent = came === 0 && pastBins >= GROWTH_SILENT_PAST_BINS && sumOfBins(history.series[0].counts, end - window - GROWTH_STEADY_BINS, pastBins - GROWTH_STEADY_BINS) === 0
      const past = isSilent ? prior.hosts : came + GROWTH_PRIOR_HOSTS
      const exposure = pastBins + (isSilent ? prior.bins : came === 0 ? GROWTH_QUIET_PRIOR_BINS : GROWTH_PRIOR_BINS)
      const drift = GROWTH_DRIFT * (1 + GROWTH_YOUNG_BINS / pastBins)
      const exposed = window * drift * riseOfTide(series, tide, end, window, pastBins)
      const expected = past * exposed / exposure
      const isGroup = hosts - expected >= GROWTH_LEAST_HOSTS
        || (hosts - expected >= GROWTH_LEAST_SPREAD_HOSTS && isSpread(history.series[0].counts, end, Math.min(window + GROWTH_STEADY_BINS, known)))
        || (isSilent && hosts >= GROWTH_LEAST_SILENT_HOSTS && comesApart(history, end, Math.min(window + GROWTH_STEADY_BINS, known)))
      if (!isGroup) continue
      // Forged addresses are seen once each.
      if (on === 'newcomers' && sumOfBins(history.returned, end, window) < GROWTH_LEAST_RETURNS * hosts) continue
      const dispersion = dispersionOf(series.counts, end - window, pastBins)
      const score = surprise(hosts / dispersion, exposed, past / dispersion, exposure)
      if (best === null || score > best.score) best = { score, on, window, hosts, expected }
    }
  }
  return best
}

/** Whether half of the least group came (newcomers, whatever the series) outside the ten minutes in which most did: one who starts all machines at once does not grow. */
function isSpread(counts: Uint16Array, end: number, window: number): boolean {
  let most = 0
  for (let bin = end - window; bin < end; bin++) most = Math.max(most, sumOfBins(counts, bin + 1, 2))
  return sumOfBins(counts, end, window) - most >= GROWTH_LEAST_SPREAD_HOSTS / 2
}

/** Whether the middle half of the newcomers came over longer than machines that somebody starts together take. */
function comesApart({ latest: [newcomers = []] }: PortHistory, end: number, window: number): boolean {
  const from = (end - window) * GROWTH_BIN_US
  const times = newcomers.map(({ time }) => time).filter(time => time >= from).sort((a, b) => a - b)
  if (times.length < GROWTH_LEAST_SILENT_HOSTS) return false
  return times[Math.ceil(3 * times.length / 4) - 1]! - times[Math.floor(times.length / 4)]! > CAMPAIGN_START_US
}

/** Hosts of a bin by which both sides of the ratio are raised: a tide of a few hosts is none. */
const TIDE_PRIOR = 0.2

/** How many times as many the other ports had in the window as before it; between 1 and a limit. */
function riseOfTide(series: TidalSeries, tide: Uint32Array, end: number, window: number, pastBins: number): number {
  const now = sumOfBins(tide, end, window) - sumOfBins(series.tide, end, window)
  const before = sumOfBins(tide, end - window, pastBins) - sumOfBins(series.tide, end - window, pastBins)
  const rise = (now / window + TIDE_PRIOR) / (before / pastBins + TIDE_PRIOR)
  return Math.min(GROWTH_MOST_TIDE, Math.max(1, rise))
}

/** Variance by mean of the counts of a bin, at least 1, which is that of chance. */
function dispersionOf(counts: Uint16Array, end: number, length: number): number {
  const mean = sumOfBins(counts, end, length) / length
  if (mean === 0) return 1
  let squares = 0
  for (let bin = end - length; bin < end; bin++) squares += (counts[bin % GROWTH_PAST_BINS]! - mean) ** 2
  return Math.max(1, squares / length / mean)
}
