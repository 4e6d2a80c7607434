import * as z from 'zod'
import { CLOCK_HOSTS_SHOWN } from '../clocks/defaults.ts'
import type { ClocksOfSource, KnownClock } from '../clocks/source-clocks.ts'
import { zoneAhead } from '../clocks/zone-ahead.ts'

const clock = z.strictObject({
  state: z.enum(['unknown', 'right', 'ahead', 'behind', 'zone', 'late'])
    .describe('`ahead`: records come from the future; `behind`: all are old by the same time; `zone`: off by whole quarters of an hour, as times read in a wrong zone; `late`: held back, which says nothing of the clock'),
  aheadSeconds: z.number().nullable().describe('how far it is ahead; less than 0: behind'),
  delaySeconds: z.number().nullable().describe('half of the records took at most this from their own time to their arrival'),
  zone: z.string().nullable().describe('of `zone`: what `zone` of the source would set right; null where the records name their zone, so the sender must be'),
  samples: z.int().min(0).describe('records of the last day that this rests on'),
})

/** How the clock of a source stands to this machine's. */
export const sourceClockSchema = clock.extend({
  hosts: z.array(clock.extend({ host: z.string() })).describe('those whose clock is not right, the furthest off first; at most ten'),
})

export type ClockView = z.infer<typeof clock>
export type SourceClockView = z.infer<typeof sourceClockSchema>

export const NO_CLOCK: SourceClockView = { state: 'unknown', aheadSeconds: null, delaySeconds: null, zone: null, samples: 0, hosts: [] }

/** Whether somebody should do something about it. */
export function isWrong({ state }: Pick<ClockView, 'state'>): boolean {
  return state === 'ahead' || state === 'behind' || state === 'zone'
}

/** @param zone in which local times of the source are read @param now milliseconds */
export function clockView(known: ClocksOfSource | null, zone: string | undefined, now: number): SourceClockView {
  if (known === null) return NO_CLOCK
  const wrong = known.hosts.map(({ host, ...each }) => ({ host, ...viewOf(each, zone, now) })).filter(isWrong)
  const hosts = wrong.toSorted((one, other) => Math.abs(other.aheadSeconds ?? 0) - Math.abs(one.aheadSeconds ?? 0)).slice(0, CLOCK_HOSTS_SHOWN)
  return { ...viewOf(known, zone, now), hosts }
}

function viewOf({ state, aheadUs, delayUs, samples, zoneAssumed }: KnownClock, zone: string | undefined, now: number): ClockView {
  const canBeSet = state === 'zone' && aheadUs !== null && (zoneAssumed || zone !== undefined)
  return { state, aheadSeconds: seconds(aheadUs), delaySeconds: seconds(delayUs), zone: canBeSet ? zoneAhead(zone, aheadUs, now) : null, samples }
}

/** To a tenth. */
function seconds(microseconds: number | null): number | null {
  return microseconds === null ? null : Math.round(microseconds / 100_000) / 10
}
