import { ApiError } from './errors/api-error.ts'

/** The JSON of a request, at most so many bytes of it. @throws ApiError `too-large`, `bad-request` */
export async function readJson(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(type)) throw new ApiError('bad-request', { problem: 'send application/json', field: 'headers.content-type' })
  const text = new TextDecoder('utf-8').decode(await readBytes(request, most))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError('bad-request', { problem: 'the body is not JSON', field: 'body' }, { cause })
  }
}

/** The body as a stream that fails with `too-large` as soon as it brings more than it may, whatever its header announced. */
export function boundedBody(body: ReadableStream<Uint8Array>, most: number): ReadableStream<Uint8Array> {
  let seen = 0
  return body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(block, controller) {
      seen += block.byteLength
      if (seen > most) controller.error(new ApiError('too-large'))
      else controller.enqueue(block)
    },
  }))
}

/** @throws ApiError `too-large` for a body that announces more than it may be */
export function refuseAnnounced(request: Request, most: number): void {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw new ApiError('too-large')
}

async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  refuseAnnounced(request, most)
  const blocks: Uint8Array[] = []
  if (request.body !== null) for await (const block of boundedBody(request.body, most)) blocks.push(block)
  return Buffer.concat(blocks)
}
