import { z } from '@hono/zod-openapi'
import { sourcesSchema } from '../../../platform/config/source-schemas.ts'
import type { SensorSources } from '../../../store/sensors/sensor-sources.ts'
import { latestSensorSources, setSensorSources } from '../../../store/sensors/sensor-sources.ts'
import type { PersonAccess } from '../../access.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { HUB_LIMITS } from '../../sensors/defaults.ts'
import { SENSOR_NAME } from '../../sensors/sensor-protocol.ts'
import type { SourceEntry } from '../../sources/source-entry.ts'
import { withKeptSecrets, withoutSecrets } from '../../sources/source-entry.ts'

/** What a sensor takes in is decided as what this machine does. */
const ADMIN: PersonAccess = { roles: ['admin'], scope: 'admin', organisation: 'own', tlp: 'clear' }

const params = z.object({ name: z.string().regex(SENSOR_NAME) })

const entrySchema = z.record(z.string(), z.unknown()).describe('as under `sources:` of noroshi.yaml; addresses and paths are those of the sensor\'s machine')

const wantedSchema = z.object({
  version: z.int().min(0).describe('0: nothing was ever said'),
  sources: z.array(z.object({ entry: entrySchema, secrets: z.array(z.string()).describe('fields with a secret, which is told to nobody') })),
})

const readRoute = route({
  method: 'get', path: '/sensors/{name}/sources', access: ADMIN, summary: 'What a sensor is to collect, as it was said here', params, answer: wantedSchema,
}, async ({ params: { name } }, asked) => {
  requireSensor(asked, name)
  return wantedView(await latestOf(asked, name))
})

const writeRoute = route({
  method: 'post', path: '/sensors/{name}/sources', access: ADMIN, summary: 'Says what a sensor is to collect: the next version, which it fetches within seconds', params,
  body: z.strictObject({ sources: z.array(z.strictObject({ entry: entrySchema, keep: z.array(z.string()).max(HUB_LIMITS.sources).default([]).describe('secret fields that keep their value') })).max(HUB_LIMITS.sources) }),
  answer: wantedSchema,
}, async ({ params: { name }, body }, asked) => {
  requireSensor(asked, name)
  const before = await latestOf(asked, name)
  const sources = body.sources.map(({ entry, keep }) => withKeptSecrets(entry, keep, before?.sources.map(entryOf).find(each => each['name'] === entry['name'])))
  const { error } = sourcesSchema.safeParse(sources)
  const issue = error?.issues[0]
  if (issue !== undefined) throw new ApiError('unprocessable', { problem: `${issue.path.slice(1).join('.')} ${issue.message}`.trim(), field: String(issue.path[1] ?? 'kind') })
  const { person, store: { ledger: { organisation, pool } }, services: { sensors } } = asked
  const written = await setSensorSources(pool, { organisation, name, sources, person: person.name })
  await sensors?.changed()
  return wantedView(written)
})

export const sensorSourceRoutes: readonly ServerRoute[] = [readRoute, writeRoute]

/** @throws ApiError `not-found` */
function requireSensor({ store: { ledger }, services: { sensors } }: Asked, name: string): void {
  if (sensors?.list(ledger.organisation).some(sensor => sensor.name === name) !== true) throw new ApiError('not-found')
}

async function latestOf({ store: { ledger: { organisation, pool } } }: Asked, name: string): Promise<SensorSources | undefined> {
  return (await latestSensorSources(pool)).find(each => each.organisation === organisation && each.name === name)
}

function wantedView(wanted: SensorSources | undefined): z.infer<typeof wantedSchema> {
  return {
    version: wanted?.version ?? 0,
    sources: wanted?.sources.map(source => {
      const { entry, secrets } = withoutSecrets(entryOf(source))
      return { entry: { ...entry }, secrets: [...secrets] }
    }) ?? [],
  }
}

function entryOf(source: unknown): SourceEntry {
  return entrySchema.catch({}).parse(source)
}
