import * as z from 'zod'
import { parseIsoTime } from '../../../model/time.ts'
import { EVIDENCE_PACKETS, LISTED_PORTS } from '../defaults.ts'
import type { WarningReport } from '../telescope-schema.ts'
import { warningSchema } from '../telescope-schema.ts'

/**
 * What a member's sensor says of an address of some member in the unused space that it watches: facts, from which the hub makes the warning. Counts are those of
 * one run, from its beginning on: so the last one says all, and what is said again changes nothing.
 */

const time = z.string().refine(text => parseIsoTime(text) !== null)
const count = z.int().min(0)
const { returns, packets } = warningSchema.shape

/** Tools of one source: its marks, and rules of unknown ones. */
const MOST_FINGERPRINTS = 32

/** Why an address may be forged: what the telescope says, with its numbers; the words are the hub's. */
const spoofSchema = z.discriminatedUnion('fact', [
  z.object({ fact: z.literal('telescope.spoof-ttl'), numbers: z.object({ least: count, most: count }) }),
  z.object({ fact: z.literal('telescope.spoof-neighbours'), numbers: z.object({ count }) }),
  z.object({ fact: z.literal('telescope.spoof-single'), numbers: z.object({}) }),
  z.object({ fact: z.literal('telescope.spoof-one-machine'), numbers: z.object({ count, ttl: count }) }),
])

export const sightingSchema = z.object({
  time,
  telescope_event: z.literal('sighting'),
  run: z.uuid(),
  address: z.string().max(45),
  seen: z.enum(['probe', 'backscatter']),
  state: z.enum(['open', 'closed']),
  firstSeen: time,
  lastSeen: time,
  closesAt: time,
  returns,
  packets,
  ports: z.array(z.int().min(0).max(65_535)).max(LISTED_PORTS),
  fingerprints: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).max(MOST_FINGERPRINTS),
  spoofLikelihood: z.number().min(0).max(1),
  spoof: spoofSchema,
  evidence: z.array(warningSchema.shape.evidence.element.extend({ time, source: z.string().max(45), destination: z.string().max(45), bytes: z.string().max(256).regex(/^[0-9a-f]*$/) })).min(1).max(EVIDENCE_PACKETS),
})

export type Sighting = z.infer<typeof sightingSchema>

/** A warning of a sensor, as it is said to the hub: without what only the hub can say. */
export function sightingOf(warning: WarningReport, run: string): Sighting {
  const { address, kind, state, firstSeen, lastSeen, closesAt, spoofReason: { fact, numbers }, evidence } = warning
  const { returns: times, packets: sum, ports, fingerprints, spoofLikelihood } = warning
  return {
    time: lastSeen, telescope_event: 'sighting', run, address, seen: kind === 'backscatter' ? 'backscatter' : 'probe', state, firstSeen, lastSeen, closesAt,
    returns: times, packets: sum, ports, fingerprints: fingerprints.slice(0, MOST_FINGERPRINTS), spoofLikelihood, spoof: spoofSchema.parse({ fact, numbers }), evidence,
  }
}
