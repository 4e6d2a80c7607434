import type { Fact } from '../../../model/reason.ts'
import { fact } from '../../../model/reason.ts'
import { renderFact } from '../../../model/render-fact.ts'
import { formatTime, HOUR_US, MINUTE_US } from '../../../model/time.ts'
import { formatAddress } from '../../packet/format-address.ts'
import { GROWTH_BIN_US, GROWTH_KEPT_HOSTS } from './defaults.ts'
import { GROWTH_FACTS } from './growth-facts.ts'
import type { GrowthReport } from './growth-schema.ts'
import type { GrowthAlert, GrowthWatch } from './growth-watch.ts'
import { actsAsOne } from './synchrony.ts'

/** All alerts until now, by time, with why and how much earlier than the baseline. */
export function viewGrowth(watch: GrowthWatch): GrowthReport {
  return {
    packets: watch.packets,
    from: Number.isFinite(watch.from) ? formatTime(watch.from) : null,
    to: Number.isFinite(watch.to) ? formatTime(watch.to) : null,
    alerts: watch.alerts.map(alert => viewAlert(alert, watch)),
    forgotten: watch.forgotten,
  }
}

/** The alerts that were raised since the last call. */
export function viewNewAlerts(watch: GrowthWatch): GrowthReport['alerts'] {
  return watch.takeNew().map(alert => viewAlert(alert, watch))
}

function viewAlert(alert: GrowthAlert, { baseline }: GrowthWatch): GrowthReport['alerts'][number] {
  const { port, at, lastAt, window, on, hosts, expected, score, curve, members, synchrony } = alert
  const since = at - window * GROWTH_BIN_US
  const change = baseline.changes.get(port)?.find(each => each.at >= since)
  return {
    port,
    at: formatTime(at),
    since: formatTime(since),
    lastAt: formatTime(lastAt),
    on,
    hosts,
    expected: rounded(expected),
    score: rounded(score),
    growthPerHour: curve.perHour,
    doublingMinutes: curve.perHour === 0 ? null : rounded(60 * Math.LN2 / curve.perHour),
    synchrony: synchrony === null ? null : { linked: rounded(synchrony.linked), matrix: rounded(synchrony.matrix), tensor: rounded(synchrony.tensor) },
    addresses: members.slice(-GROWTH_KEPT_HOSTS).map(({ address }) => (typeof address === 'number' ? formatAddress(address) : address)),
    baseline: { at: change === undefined ? null : formatTime(change.at), earlierMinutes: change === undefined ? null : (change.at - at) / MINUTE_US },
    reason: reasonOf(alert).map(each => ({ fact: each.fact, numbers: { ...each.numbers }, en: renderFact(each, GROWTH_FACTS, 'en'), ja: renderFact(each, GROWTH_FACTS, 'ja') })),
  }
}

function reasonOf({ port, window, on, hosts, expected, score, curve, members, synchrony }: GrowthAlert): Fact[] {
  return [
    fact(`growth.${on}`, { numbers: { hosts, expected: Math.round(expected), window: window * GROWTH_BIN_US }, terms: { port: String(port) } }),
    fact('growth.chance', { numbers: { exponent: Math.floor(score) } }),
    ...(synchrony !== null && actsAsOne(synchrony) ? [fact('growth.synchrony', { numbers: { explained: Math.round(100 * Math.max(synchrony.matrix, synchrony.tensor)) } })] : []),
    fact('growth.unknown', { numbers: { members: members.length, unknown: members.filter(({ isUnknown }) => isUnknown).length } }),
    curve.perHour === 0 ? fact('growth.constant') : fact('growth.curve', { numbers: { doubling: Math.round(Math.LN2 / curve.perHour * HOUR_US) } }),
  ]
}

function rounded(value: number): number {
  return Math.round(100 * value) / 100
}
