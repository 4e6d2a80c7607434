import * as z from 'zod'
import { growthSchema } from '../telescope/growth/growth-schema.ts'
import { KINDS } from '../telescope/kinds.ts'
import { telescopeSchema, warningSchema } from '../telescope/telescope-schema.ts'
import { LISTED } from './defaults.ts'

/** What the sensor of the telescope says of itself, several times a second. */

const count = z.int().min(0)
const time = z.string().describe('ISO 8601 UTC with microseconds')
const { attacks, changes, unknownFingerprints } = telescopeSchema.shape

export const sensorStateSchema = z.strictObject({
  source: z.string().describe('the interface or file that is read'),
  state: z.enum(['starting', 'running', 'waiting', 'ended']).describe('`waiting`: nothing is captured now, `problem` says why, and it is tried again'),
  problem: z.string().nullable(),
  since: time.describe('when the sensor began'),
  at: time.describe('when this was said'),
  packets: count,
  packetsPerSecond: z.number().min(0).describe('over the last seconds'),
  dropped: count.describe('packets that the kernel dropped because they came faster than they were read'),
  notStored: count.describe('packets that did not go into the event store because it was slower'),
  notWatched: count,
  malformed: count,
  sources: count.describe('addresses seen on this day (UTC), or since the sensor began'),
  lastPacket: time.nullable(),
  minutes: z.array(z.strictObject({ at: time, packets: count, sources: count, surveyPackets: count.describe('of those, by survey scanners') })).describe(`the last ${LISTED.minutes} minutes of packet time that are over, oldest first`),
  kinds: z.array(z.strictObject({ kind: z.enum(KINDS), packets: count, sources: count })).describe('of the last minute, most packets first'),
  ports: z.array(z.strictObject({ port: z.string().describe('`23/tcp`'), packets: count, sources: count })).describe(`of the last minute, the ${LISTED.ports} with most sources`),
  warningCount: count.describe('of this day'),
  warnings: z.array(warningSchema.omit({ evidence: true })).describe(`the ${LISTED.warnings} seen last, newest first`),
  growth: growthSchema.shape.alerts.describe(`groups of hosts that grow on a port, the ${LISTED.growth} told last, newest first; the first addresses of each`),
  judgedAt: time.nullable().describe('when what follows was judged'),
  attacks,
  changes,
  unknownFingerprints,
}).meta({ title: 'The sensor of the telescope' })

export type SensorState = z.infer<typeof sensorStateSchema>
