import * as z from 'zod'

const count = z.number().min(0)

/** How one sensor is; committed as JSON schema in docs/schemas. */
export const sensorSchema = z.strictObject({
  name: z.string(),
  organisation: z.string().describe('whose its events are'),
  state: z.enum(['reporting', 'away', 'unheard', 'unknown'])
    .describe('`away`: it reported before; `unheard`: not since the start of the hub; `unknown`: the hub does not run, or has no `sensors:` in noroshi.yaml'),
  enrolledAt: z.string(),
  seenAt: z.string().nullable(),
  version: z.string().nullable(),
  wantedVersion: z.string().nullable().describe('null when it has that version, or has not said'),
  clockDifferenceMs: z.number().nullable().describe('its clock less the hub\'s'),
  rate: count.describe('records a second, of all its sources'),
  lagSeconds: count.describe('age of its oldest record that is not at the hub'),
  spool: z.strictObject({ bytes: count, limitBytes: count, segments: count }).nullable().describe('what waits there for the hub'),
  dropped: count.describe('records that could not wait and were lost there since its start'),
  refused: count.describe('segments that the hub did not take'),
  memoryBytes: count.nullable(),
  sources: z.strictObject({
    count,
    wanted: count.describe('version of what the hub wants it to collect; 0: nothing was ever said'),
    applied: count.nullable(),
    problem: z.string().nullable(),
  }),
}).meta({ title: 'A sensor', description: 'A line of `noroshi sensor list --json`' })

export type SensorView = z.infer<typeof sensorSchema>
