import { ChangeFinder } from './change-finder.ts'
import { CHANGE_THRESHOLD } from './defaults.ts'

/** A series that changed, and on which count it shows. */
export interface CountChange {
  readonly at: string
  readonly score: number
  readonly on: readonly ('packets' | 'hosts')[]
}

export interface CountSample {
  readonly at: string
  readonly packets: number
  readonly hosts: number
}

/** Every sample at which ChangeFinder alerts on packets, hosts or both; the higher score of the two. */
export function countChanges(samples: Iterable<CountSample>): CountChange[] {
  const onPackets = new ChangeFinder()
  const onHosts = new ChangeFinder()
  const changes: CountChange[] = []
  for (const { at, packets, hosts } of samples) {
    const change = changeOf(onPackets.score(packets), onHosts.score(hosts))
    if (change !== null) changes.push({ at, ...change })
  }
  return changes
}

/** What two scores of one sample say together; null when neither is an alert. */
export function changeOf(packets: number | null, hosts: number | null): Omit<CountChange, 'at'> | null {
  const on: ('packets' | 'hosts')[] = []
  if (packets !== null && packets > CHANGE_THRESHOLD) on.push('packets')
  if (hosts !== null && hosts > CHANGE_THRESHOLD) on.push('hosts')
  return on.length === 0 ? null : { score: Math.max(packets ?? -Infinity, hosts ?? -Infinity), on }
}
