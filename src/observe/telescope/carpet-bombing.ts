import { CARPET_SPAN_US, CARPET_TARGETS } from './defaults.ts'
import { formatAddress } from '../packet/format-address.ts'
import type { Attack } from './targets.ts'

/** An attack on many addresses of one network, which together are one target. */
export type CarpetAttack = Omit<Attack, 'address4'> & { readonly targets: number }

/** /24 networks of which many addresses were attacked, the first packets near together. */
export function carpetBombings(attacks: readonly Attack[]): CarpetAttack[] {
  const byNetwork = Map.groupBy(attacks.filter(({ address4 }) => address4 !== null), ({ address4 }) => address4! >>> 8)
  return [...byNetwork].flatMap(([network, members]) => {
    const times = members.map(({ firstSeen }) => firstSeen).sort((a, b) => a - b)
    const hasSpan = times.some((time, index) => index >= CARPET_TARGETS - 1 && time - times[index - CARPET_TARGETS + 1]! <= CARPET_SPAN_US)
    if (!hasSpan) return []
    return [{
      target: `${formatAddress((network << 8) >>> 0)}/24`,
      targets: new Set(members.map(({ target }) => target)).size,
      firstSeen: times[0]!,
      lastSeen: Math.max(...members.map(({ lastSeen }) => lastSeen)),
      packets: members.reduce((sum, { packets }) => sum + packets, 0),
      maxPacketsPerMinute: members.reduce((sum, { maxPacketsPerMinute }) => sum + maxPacketsPerMinute, 0),
    }]
  })
}
