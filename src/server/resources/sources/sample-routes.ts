import { z } from '@hono/zod-openapi'
import { sourceTrySchema, triedSourceView } from '../../../pipeline/try/tried-source-view.ts'
import { atLeast } from '../../../store/accounts/person.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { SAMPLE_BYTES } from '../../sources/defaults.ts'
import { trySample } from '../../sources/try-sample.ts'
import { MOST_SAMPLE_RECORDS, SAMPLE_RECORDS } from './defaults.ts'

const sampleRoute = route({
  method: 'post', path: '/source-samples', access: { roles: atLeast('analyst'), scope: 'ingest', organisation: 'none', tlp: 'clear' },
  summary: 'What sample lines or a small file would yield as a source, as `noroshi source try --json`; nothing is kept',
  query: z.object({
    name: z.string().min(1).max(200).default('sample.log').describe('of the file'),
    records: z.coerce.number().int().min(1).max(MOST_SAMPLE_RECORDS).default(SAMPLE_RECORDS).describe('to show of each file'),
  }),
  bytes: { mediaType: 'application/octet-stream', most: SAMPLE_BYTES }, answer: z.object({ items: z.array(sourceTrySchema) }),
}, async ({ query: { name, records } }, { request, services: { house } }) => {
  const tried = await trySample({ name, records, bytes: new Uint8Array(await request.arrayBuffer()) }, house)
  return { items: tried.map(triedSourceView) }
})

export const sampleRoutes: readonly ServerRoute[] = [sampleRoute]
