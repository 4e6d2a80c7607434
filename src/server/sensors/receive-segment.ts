import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { constants, createZstdDecompress } from 'node:zlib'
import { RECEIVED_BYTES } from '../../pipeline/collect/defaults.ts'
import { receivedName } from '../../pipeline/collect/received-sources.ts'
import type { OfferedSegment } from '../../pipeline/collect/received-stream.ts'
import type { SourceCollection } from '../../pipeline/collect/source-collection.ts'
import type { StoredSensor } from '../../store/sensors/sensor.ts'
import { HUB_LIMITS } from './defaults.ts'
import type { SensorReply } from './sensor-listener.ts'
import type { SegmentAnswer } from './sensor-protocol.ts'
import { SEGMENT_HEADERS, SOURCE_NAME } from './sensor-protocol.ts'

/** Takes one segment of a sensor. Whose it is, is what the hub knows of the sensor. @throws what the file system or the connection says */
export async function receiveSegment(
  sources: SourceCollection, sensor: StoredSensor, { source, sequence }: { readonly source: string; readonly sequence: number }, request: IncomingMessage,
): Promise<SensorReply> {
  const offered = readOffer(request, sequence)
  if (offered === null || !SOURCE_NAME.test(source)) return { status: 400, body: { error: 'bad-request' } }
  const { received } = sources
  if (!received.mayOpen(sensor, source, HUB_LIMITS.sources)) return answer({ kind: 'refused', reason: 'too many sources' })
  const stream = await received.stream({ organisation: sensor.organisation, name: receivedName(source, sensor) })
  if (stream.isKnown(offered.sha256)) return answer({ kind: 'known' })
  const refusal = received.refusal()
  if (refusal !== null) return { status: 503, body: { error: refusal } }
  try {
    return answer(await stream.receive(offered, unpacked(request)))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && /^Z(?:STD)?_/.test(String(cause.code))) return answer({ kind: 'refused', reason: 'it is not packed with zstd' })
    throw cause
  }
}

function answer(body: SegmentAnswer): SensorReply {
  return { status: body.kind === 'refused' ? 422 : 200, body }
}

function readOffer(request: IncomingMessage, sequence: number): OfferedSegment | null {
  const text = (name: string) => String(request.headers[name] ?? '')
  const bytes = text(SEGMENT_HEADERS.bytes)
  const sha256 = text(SEGMENT_HEADERS.sha256)
  const previous = text(SEGMENT_HEADERS.previous)
  if (sequence < 1 || !/^\d{1,12}$/.test(bytes) || !/^[0-9a-f]{64}$/.test(sha256) || !/^\d{1,12}$/.test(previous)) return null
  return { sequence, sha256, bytes: Number(bytes), previous: Number(previous) }
}

/** How long it becomes is bounded by who reads: nothing is unpacked ahead but a block. Packed bytes need not become any, and are bounded too. */
function unpacked(request: IncomingMessage): Readable {
  const unpack = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: HUB_LIMITS.windowLog } })
  let packedBytes = 0
  request.on('data', (block: Buffer) => {
    packedBytes += block.length
    if (packedBytes > RECEIVED_BYTES) request.destroy(new Error('it does not end'))
  })
  request.on('error', cause => unpack.destroy(cause))
  request.once('close', () => {
    if (!request.complete) unpack.destroy(new Error('the connection broke off'))
  })
  unpack.once('close', () => request.unpipe(unpack))
  return request.pipe(unpack)
}
