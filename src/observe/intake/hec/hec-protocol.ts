import type { IntakeAnswer, IntakeProtocol, IntakeRefusal, IntakeRequest } from '../http/exchange.ts'
import { INTAKE_LIMITS } from '../defaults.ts'
import { keepRecords } from '../keep-records.ts'
import type { RecordKeeper } from '../keep-records.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { hecAnswer } from './hec-answer.ts'
import type { HecAnswerName } from './hec-answer.ts'
import { hecMetadata, parseHecEvents, parseHecRaw } from './parse-hec.ts'

/**
 * Splunk's HTTP Event Collector. A request with a channel gets a number that can be asked for; as it is answered when its events are durable, the
 * answer is always yes.
 */
export function hecProtocol(keeper: RecordKeeper): IntakeProtocol {
  const acknowledgements = new Acknowledgements(Date.now())
  return {
    isOpen: (method, path) => method === 'GET' && HEALTH.test(path),
    async answer(request) {
      const { method, path } = request
      if (HEALTH.test(path)) return answered(keeper.state.kind === 'taking' ? 'healthy' : 'full')
      if (method !== 'POST') return NOT_FOUND
      if (/^\/services\/collector\/ack(?:\/1\.0)?\/?$/.test(path)) return acknowledgementAnswer(acknowledgements, request)
      const parse = RAW.test(path) ? parseHecRaw : EVENT.test(path) ? parseHecEvents : undefined
      if (parse === undefined) return NOT_FOUND
      const { lines, fault } = parse(request.content, hecMetadata(request.query))
      if (fault !== undefined) keeper.meter.refuse(`event ${fault.event} of a request was refused: ${hecAnswer(fault.name).body}`)
      const kept = await keepRecords(keeper, lines, null)
      if (!kept.every(Boolean)) return answered('busy')
      if (fault !== undefined) return answered(fault.name, fault.name === 'noData' ? {} : { 'invalid-event-number': fault.event })
      return answered('success', channelOf(request) === undefined ? {} : { ackId: acknowledgements.next() })
    },
    refuse: refusal => answered(REFUSALS[refusal]),
  }
}

const HEALTH = /^\/services\/collector\/health(?:\/1\.0)?\/?$/
const EVENT = /^\/services\/collector(?:\/event)?(?:\/1\.0)?\/?$/
const RAW = /^\/services\/collector\/raw(?:\/1\.0)?\/?$/

const REFUSALS: Readonly<Record<IntakeRefusal, HecAnswerName>> = {
  'no-credentials': 'tokenRequired',
  'bad-credentials': 'badToken',
  'full': 'busy',
  'no-memory': 'busy',
  'too-large': 'tooLarge',
  'unknown-encoding': 'badFormat',
  'broken': 'badFormat',
  'lost': 'badFormat',
  'error': 'error',
}

const NOT_FOUND: IntakeAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: 'The requested URL was not found on this server.', code: 404 }),
}

function acknowledgementAnswer(acknowledgements: Acknowledgements, request: IntakeRequest): IntakeAnswer {
  if (channelOf(request) === undefined) return answered('channelRequired')
  const body = acknowledgements.answer(request.content.toString('utf8'))
  return body === null ? answered('badFormat') : { status: 200, headers: { 'content-type': 'application/json' }, body }
}

function channelOf({ headers, query }: IntakeRequest): string | undefined {
  const header = headers['x-splunk-request-channel']
  return typeof header === 'string' && header !== '' ? header : query.get('channel') ?? undefined
}

function answered(name: HecAnswerName, more?: Readonly<Record<string, number>>): IntakeAnswer {
  const { status, body } = hecAnswer(name, more)
  const retry = status === 503 ? { 'retry-after': String(INTAKE_LIMITS.retryAfterSeconds) } : {}
  return { status, headers: { 'content-type': 'application/json', ...retry }, body }
}
