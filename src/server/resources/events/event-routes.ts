import { storedBytes } from '../../../pipeline/ingest/stored-content.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import { rawBytes } from '../../../store/events/raw-bytes.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import { storedEvidence, storedPaths } from '../../../store/ledger/stored-evidence.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { attachment } from '../attachment.ts'
import { LOOK, SEE_BYTES } from '../rights.ts'
import { idParams } from '../shapes.ts'
import { eventReader, findEvent } from './event-reader.ts'
import { eventDetail, eventDetailSchema } from './event-view.ts'

const detailRoute = route({
  method: 'get', path: '/events/{id}', summary: 'One event; written down in the audit trail', access: LOOK, params: idParams, answer: eventDetailSchema,
}, async ({ params: { id } }, asked) => {
  const event = await requireEvent(asked, id)
  await asked.audit('event.read', id, { evidence: event.evidence })
  return eventDetail(event, await storedPaths(asked.store.ledger, [event.evidence]))
})

const rawRoute = route({
  method: 'get', path: '/events/{id}/raw', summary: 'The bytes of one event as its evidence has them; written down in the audit trail',
  access: SEE_BYTES, params: idParams, media: 'application/octet-stream',
}, async ({ params: { id } }, asked) => {
  const event = await requireEvent(asked, id)
  const bytes = await bytesOf(asked, event)
  await asked.audit('event.raw', id, { evidence: event.evidence, offset: event.offset })
  return attachment(bytes, `${id}.bin`, bytes.length)
})

export const eventRoutes: readonly ServerRoute[] = [detailRoute, rawRoute]

/** @throws ApiError `not-found` */
async function requireEvent(asked: Asked, id: string): Promise<StoredEvent> {
  const event = await findEvent(asked, id).catch((cause: unknown) => { throw storeErrorOf(cause) })
  if (event === undefined) throw new ApiError('not-found')
  return event
}

/** As they were kept with the event; else read from its evidence again. */
async function bytesOf(asked: Asked, event: StoredEvent): Promise<Uint8Array<ArrayBuffer>> {
  const reader = await eventReader(asked, null)
  const kept = await rawBytes(reader, event.id).catch((cause: unknown) => { throw storeErrorOf(cause) })
  if (kept !== null) return kept
  const [evidence] = await storedEvidence(asked.store.ledger, event.evidence)
  if (evidence === undefined || event.length === 0) throw new ApiError('not-found')
  const blocks: Uint8Array[] = []
  const { offset, length } = event
  for await (const block of await storedBytes(asked.store, evidence, offset, offset + length, asked.services.reading)) blocks.push(block)
  return new Uint8Array(Buffer.concat(blocks))
}
