import type { IntakeAnswer, IntakeProtocol, IntakeRefusal } from '../http/exchange.ts'
import { INTAKE_LIMITS } from '../defaults.ts'
import type { RecordKeeper } from '../keep-records.ts'
import { keepRecords } from '../keep-records.ts'
import { bulkAnswer, documentAnswer } from './bulk-answer.ts'
import { clusterAnswer } from './cluster-answer.ts'
import type { BulkItem, BulkRequest } from './parse-bulk.ts'
import { parseBulk } from './parse-bulk.ts'
import { singleDocument } from './single-document.ts'

/**
 * Elasticsearch, as far as shippers speak it: what they ask before they send, `_bulk`, and single documents. A document is answered when it
 * is durable; one that is not within the time is answered 429, which all shippers send again.
 */
export function bulkProtocol(keeper: RecordKeeper): IntakeProtocol {
  return {
    isOpen: () => false,
    async answer(request) {
      const { method, path, query, content } = request
      const began = performance.now()
      const bulk = method === 'POST' || method === 'PUT' ? /^(?:\/([^/]+))?(?:\/[^/]+)?\/_bulk\/?$/.exec(path) : null
      const body = bulk === null ? singleDocument(method, path, content) : { content, index: bulk[1] }
      if (body === null) return jsonAnswer(request.headers['accept'], clusterAnswer(method, path))
      const parsed = parseBulk(body.content, body.index)
      if ('reason' in parsed) {
        keeper.meter.refuse(parsed.reason)
        return errorAnswer(request.headers['accept'], 400, 'illegal_argument_exception', parsed.reason)
      }
      const items = await keptItems(keeper, parsed)
      const tookMs = Math.round(performance.now() - began)
      const [first] = items
      if (bulk === null && first !== undefined) return jsonAnswer(request.headers['accept'], documentAnswer(first))
      return jsonAnswer(request.headers['accept'], { status: 200, body: bulkAnswer(items, tookMs, query.get('filter_path')) })
    },
    refuse: (refusal, headers) => {
      const { status, type, reason } = REFUSALS[refusal]
      return errorAnswer(headers['accept'], status, type, reason)
    },
  }
}

/** Documents of batches that could not be kept are errors of their own, to be sent again. */
async function keptItems(keeper: RecordKeeper, { lines, items }: BulkRequest): Promise<readonly BulkItem[]> {
  const refused = items.find(({ error }) => error !== undefined)?.error
  if (refused !== undefined) keeper.meter.refuse(`a document was refused: ${refused.reason}`)
  const kept = await keepRecords(keeper, lines, null)
  if (kept.every(Boolean)) return items
  const error = { status: 429, type: 'es_rejected_execution_exception', reason: FULL }
  return items.map(item => item.error === undefined && kept[item.batch] !== true ? { ...item, error } : item)
}

const FULL = 'the spool is full or waits for the disk; send again later'

const REFUSALS: Readonly<Record<IntakeRefusal, { readonly status: number; readonly type: string; readonly reason: string }>> = {
  'no-credentials': { status: 401, type: 'security_exception', reason: 'missing authentication credentials' },
  'bad-credentials': { status: 401, type: 'security_exception', reason: 'unable to authenticate with what was given' },
  'full': { status: 429, type: 'es_rejected_execution_exception', reason: FULL },
  'no-memory': { status: 429, type: 'es_rejected_execution_exception', reason: 'too many requests at a time; send again later' },
  'too-large': { status: 413, type: 'content_too_long_exception', reason: `a request may have at most ${INTAKE_LIMITS.contentBytes} bytes, decompressed` },
  'unknown-encoding': { status: 415, type: 'illegal_argument_exception', reason: 'the content encoding is none of gzip, deflate, zstd' },
  'broken': { status: 400, type: 'illegal_argument_exception', reason: 'the content is not what its encoding says' },
  'lost': { status: 400, type: 'illegal_argument_exception', reason: 'the request ended early' },
  'error': { status: 500, type: 'exception', reason: 'the request failed here' },
}

function errorAnswer(accept: string | undefined, status: number, type: string, reason: string): IntakeAnswer {
  const error = { root_cause: [{ type, reason }], type, reason }
  const answer = jsonAnswer(accept, { status, body: JSON.stringify({ error, status }) })
  const extra: Record<string, string> = {}
  if (status === 429) extra['retry-after'] = String(INTAKE_LIMITS.retryAfterSeconds)
  if (status === 401) extra['www-authenticate'] = 'Basic realm="security" charset="UTF-8", ApiKey'
  return { ...answer, headers: { ...answer.headers, ...extra } }
}

/** Clients hold an answer for Elasticsearch's by its header, and want the media type that they asked for. */
function jsonAnswer(accept: string | undefined, { status, body }: { readonly status: number; readonly body: string }): IntakeAnswer {
  const compatible = /application\/vnd\.elasticsearch\+json;\s*compatible-with=\d{1,2}/.exec(accept ?? '')?.[0]
  return { status, body, headers: { 'x-elastic-product': 'Elasticsearch', 'content-type': compatible ?? 'application/json' } }
}
