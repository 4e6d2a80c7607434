import * as z from 'zod'
import { NO_CLOCK, sourceClockSchema } from '../../pipeline/collect/clock-view.ts'
import { watchOrderSchema } from '../../observe/telescope/sightings/watch-order.ts'
import { sourceSchema } from '../../pipeline/collect/source-view.ts'
import { HUB_LIMITS } from './defaults.ts'

/**
 * What a sensor and its hub say to one another: HTTP/1.1 over TLS 1.3, with certificates of the hub's own authority on both sides.
 *
 * | request | says | is answered |
 * |---|---|---|
 * | `POST /v1/enrol` | {@link enrolRequest}; the only one without a certificate | {@link enrolAnswer} |
 * | `POST /v1/report` | {@link reportRequest}, every ten seconds | {@link reportAnswer} |
 * | `PUT /v1/segments/<source>/<sequence>` | a segment, packed with zstd; {@link SEGMENT_HEADERS} | {@link segmentAnswer} |
 * | `POST /v1/certificate` | {@link certificateRequest} | {@link certificateAnswer} |
 *
 * 401: not enrolled here, or not any more. 422: a segment that will never be taken. 503: nothing can be taken now; `Retry-After` says when to ask again.
 */

/** The name in the hub's certificate, whatever address it is reached by: sensors know it by its authority. */
export const HUB_NAME = 'hub.noroshi.internal'

export const SEGMENT_HEADERS = { bytes: 'noroshi-bytes', sha256: 'noroshi-sha256', previous: 'noroshi-previous' } as const

/** What sources may be called: as in noroshi.yaml. */
export const SOURCE_NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/

/** What sensors may be called. */
export const SENSOR_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

const publicKey = z.string().max(1_000)
const versionText = z.string().min(1).max(64)

export const enrolRequest = z.object({ token: z.string().max(200), publicKey })
export const enrolAnswer = z.object({ id: z.uuid(), name: z.string().regex(SENSOR_NAME), certificate: z.string().max(10_000) })

export const certificateRequest = z.object({ publicKey })
export const certificateAnswer = z.object({ certificate: z.string().max(10_000) })

export const reportRequest = z.object({
  /** Milliseconds, by the sensor's clock. */
  time: z.number(),
  version: versionText,
  spool: z.object({ bytes: z.number().min(0), limitBytes: z.number().min(0), segments: z.int().min(0) }),
  memoryBytes: z.number().min(0),
  /** Segments that the hub would never take, kept there for people to look at. */
  refused: z.int().min(0),
  /** The version of the hub's sources at work, and what of them cannot be done. */
  applied: z.object({ version: z.int().min(0), problem: z.string().max(2_000).nullable() }),
  sources: z.array(sourceSchema.extend({ name: z.string().regex(SOURCE_NAME), clock: sourceClockSchema.default(NO_CLOCK) })).max(HUB_LIMITS.sources),
  /** Of a sensor with a telescope: the version of the order at work, null without one. */
  telescope: z.string().max(64).nullable().optional(),
})

export const reportAnswer = z.object({
  /** The version of the program that the hub wants. */
  version: versionText,
  /** What the hub wants to be collected; version 0: nothing was ever said. */
  sources: z.object({ version: z.int().min(0), entries: z.array(z.unknown()).max(HUB_LIMITS.sources) }),
  /** What its telescope is to watch, when that has changed; null: nothing. */
  telescope: watchOrderSchema.nullable().optional(),
})

export const segmentAnswer = z.object({ kind: z.enum(['taken', 'known', 'refused']), reason: z.string().max(500).optional() })

export type ReportRequest = z.infer<typeof reportRequest>
export type ReportAnswer = z.infer<typeof reportAnswer>
export type SegmentAnswer = z.infer<typeof segmentAnswer>
