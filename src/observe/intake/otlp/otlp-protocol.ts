import type { IncomingHttpHeaders } from 'node:http'
import type { IntakeAnswer, IntakeProtocol, IntakeRefusal } from '../http/exchange.ts'
import { INTAKE_LIMITS } from '../defaults.ts'
import { keepRecords } from '../keep-records.ts'
import type { RecordKeeper } from '../keep-records.ts'
import { OTLP_TYPES, otlpFailure, otlpForm, otlpSuccess } from './otlp-answer.ts'
import type { OtlpForm } from './otlp-answer.ts'
import { parseOtlpJson } from './otlp-json.ts'
import { parseOtlpProtobuf } from './otlp-protobuf.ts'

/** OTLP over HTTP: logs, in protobuf's binary form and in JSON. Metrics and traces are not taken. */
export function otlpProtocol(keeper: RecordKeeper): IntakeProtocol {
  return {
    isOpen: () => false,
    async answer({ method, path, headers, content }) {
      if (path !== '/v1/logs') return failure(headers, 404, 5, `${path} is not taken here, only /v1/logs`)
      if (method !== 'POST') return failure(headers, 405, 12, 'logs are sent by POST')
      const form = otlpForm(headers['content-type'])
      if (form === null) return failure(headers, 415, 3, 'the content type is neither application/x-protobuf nor application/json')
      const parsed = form === 'json' ? parseOtlpJson(content) : parseOtlpProtobuf(content)
      if ('refusal' in parsed) {
        keeper.meter.refuse(parsed.refusal)
        return failure(headers, 400, 3, parsed.refusal)
      }
      const { lines, rejected, reason } = parsed
      if (rejected > 0) keeper.meter.refuse(`${rejected} log records of a request were refused: ${reason}`)
      const kept = await keepRecords(keeper, lines, null)
      if (!kept.every(Boolean)) return refused('full', headers)
      return { status: 200, headers: { 'content-type': OTLP_TYPES[form] }, body: otlpSuccess(form, rejected, reason) }
    },
    refuse: refused,
  }
}

/** Status of HTTP and of gRPC. */
const REFUSALS: Readonly<Record<IntakeRefusal, readonly [status: number, code: number, message: string]>> = {
  'no-credentials': [401, 16, 'credentials are wanted'],
  'bad-credentials': [401, 16, 'the credentials are not known'],
  'full': [503, 14, 'the spool is full or waits for the disk; send again later'],
  'no-memory': [429, 8, 'too many requests at a time; send again later'],
  'too-large': [413, 3, `a request may have at most ${INTAKE_LIMITS.contentBytes} bytes, decompressed`],
  'unknown-encoding': [415, 3, 'the content encoding is none of gzip, deflate, zstd'],
  'broken': [400, 3, 'the content is not what its encoding says'],
  'lost': [400, 3, 'the request ended early'],
  'error': [500, 13, 'the request failed here'],
}

function refused(refusal: IntakeRefusal, headers: IncomingHttpHeaders): IntakeAnswer {
  return failure(headers, ...REFUSALS[refusal])
}

function failure(headers: IncomingHttpHeaders, status: number, code: number, message: string): IntakeAnswer {
  const form: OtlpForm = otlpForm(headers['content-type']) ?? 'json'
  const retry = status === 429 || status === 503 ? { 'retry-after': String(INTAKE_LIMITS.retryAfterSeconds) } : {}
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  return { status, headers: { 'content-type': OTLP_TYPES[form], ...retry, ...challenge }, body: otlpFailure(form, code, message) }
}
