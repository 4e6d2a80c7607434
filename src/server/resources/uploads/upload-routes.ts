import { z } from '@hono/zod-openapi'
import { UPLOAD_CHUNK_BYTES, UPLOAD_MAX_BYTES, UPLOAD_NAME_LENGTH } from '../../../store/uploads/defaults.ts'
import { UPLOAD_STATES } from '../../../store/uploads/upload-record.ts'
import type { Upload } from '../../../store/uploads/upload-store.ts'
import type { Asked } from '../../context.ts'
import { pageOf } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { uploadJob } from '../resources.ts'
import { HAND_IN } from '../rights.ts'
import { count, uuidParams } from '../shapes.ts'

/**
 * Uploads that survive a broken connection and a crash of the server: announced with name and size, sent in pieces, each from the offset that
 * the server has on its disk, and finished, which makes evidence of them.
 */
const uploadSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  bytes: count,
  offset: count.describe('bytes that are on the disk of the server; the next piece begins there'),
  state: z.enum(UPLOAD_STATES),
  job: z.uuid().nullable().describe('that makes evidence of it'),
  chunkBytes: count.describe('most bytes of one piece'),
}).openapi('Upload')

/** A path as a browser tells it; it is data and never a path on the server. */
const name = z.string().min(1).max(UPLOAD_NAME_LENGTH).refine(text => !text.includes('\0') && text.isWellFormed(), 'is not a name')

const createRoute = route({
  method: 'post', path: '/uploads', summary: 'Announces a file that is to become evidence', access: HAND_IN, status: 201,
  body: z.object({
    name,
    bytes: z.int().min(0).max(UPLOAD_MAX_BYTES),
    modified: z.iso.datetime({ offset: true }).optional().describe('when the file was last changed: logs without a year are dated by it'),
  }),
  answer: uploadSchema,
}, async ({ body }, { store, person, audit, services: { resources: { uploads } } }) => {
  const modifiedMs = body.modified === undefined ? null : Math.max(0, Date.parse(body.modified))
  const upload = await uploads.create({ organisation: store.ledger.organisation, person: person.name, name: body.name, bytes: body.bytes, modifiedMs })
  await audit('upload.create', upload.id, { name: body.name, bytes: body.bytes })
  return uploadView(upload)
})

const listRoute = route({
  method: 'get', path: '/uploads', summary: 'One\'s own uploads that are not finished, the oldest first', access: HAND_IN, answer: pageOf(uploadSchema),
}, async (_, { store, person, services: { resources: { uploads } } }) => {
  const own = uploads.list(store.ledger.organisation).filter(upload => upload.person === person.name && upload.state !== 'done')
  return { items: own.map(uploadView), next: null }
})

const detailRoute = route({
  method: 'get', path: '/uploads/{id}', summary: 'How far an upload is', access: HAND_IN, params: uuidParams, answer: uploadSchema,
}, async ({ params: { id } }, asked) => uploadView(requireUpload(asked, id)))

const appendRoute = route({
  method: 'patch', path: '/uploads/{id}', summary: 'Sends the next piece; what arrives is kept even if the connection breaks', access: HAND_IN,
  params: uuidParams,
  headers: z.object({ 'upload-offset': z.coerce.number().int().min(0).describe('where the piece begins') }),
  bytes: { mediaType: 'application/octet-stream', most: UPLOAD_CHUNK_BYTES },
  answer: uploadSchema,
}, async ({ params: { id }, headers }, asked) => {
  const { request, services: { resources: { uploads } } } = asked
  requireUpload(asked, id)
  if (request.body === null) return uploadView(requireUpload(asked, id))
  const outcome = await uploads.append(id, headers['upload-offset'], request.body)
  if (outcome === null) throw new ApiError('conflict', { problem: 'the upload takes no more bytes' })
  switch (outcome.kind) {
    case 'appended': return uploadView(requireUpload(asked, id))
    case 'wrong-offset': throw new ApiError('conflict', { problem: `the next piece begins at byte ${outcome.offset}`, at: outcome.offset })
    case 'too-many': throw new ApiError('too-large', { problem: 'more bytes than were announced', at: outcome.offset })
    case 'broken':
      if (outcome.cause instanceof ApiError) throw outcome.cause
      throw new ApiError('bad-request', { problem: `the piece broke off at byte ${outcome.offset}`, at: outcome.offset }, { cause: outcome.cause })
  }
})

const finishRoute = route({
  method: 'post', path: '/uploads/{id}/finish', summary: 'Makes evidence of an upload whose bytes are all there', access: HAND_IN, params: uuidParams,
  answer: uploadSchema, status: 202,
}, async ({ params: { id } }, asked) => {
  const { audit, services: { resources: { uploads, jobs } } } = asked
  requireUpload(asked, id)
  const upload = await uploads.finish(id)
  if (upload === null) throw new ApiError('conflict', { problem: 'not all bytes are there yet', at: requireUpload(asked, id).offset })
  if (upload.state === 'received' || upload.state === 'failed') {
    await audit('upload.finish', id, { name: upload.name, bytes: upload.bytes })
    // In this order: the start after a crash in between makes the job.
    await uploads.mark(id, 'ingesting')
    await jobs.submit(upload.organisation, uploadJob(uploads, upload))
  }
  return uploadView(requireUpload(asked, id))
})

const deleteRoute = route({
  method: 'delete', path: '/uploads/{id}', summary: 'Gives up an upload that is not finished', access: HAND_IN, params: uuidParams, status: 204,
}, async ({ params: { id } }, asked) => {
  const upload = requireUpload(asked, id)
  if (upload.state === 'received' || upload.state === 'ingesting') throw new ApiError('conflict', { problem: 'it is being made evidence; cancel its job' })
  await asked.audit('upload.delete', id)
  await asked.services.resources.uploads.remove(id)
  return new Response(null, { status: 204 })
})

export const uploadRoutes: readonly ServerRoute[] = [createRoute, listRoute, detailRoute, appendRoute, finishRoute, deleteRoute]

/** An upload is its sender's: nobody else may add to it or see it. @throws ApiError `not-found` */
function requireUpload({ store, person, services: { resources: { uploads } } }: Asked, id: string): Upload {
  const upload = uploads.find(id)
  if (upload === undefined || upload.organisation !== store.ledger.organisation || upload.person !== person.name) throw new ApiError('not-found')
  return upload
}

function uploadView({ id, name: called, bytes, offset, state }: Upload): z.input<typeof uploadSchema> {
  return { id, name: called, bytes, offset, state, job: state === 'receiving' || state === 'received' ? null : id, chunkBytes: UPLOAD_CHUNK_BYTES }
}
