import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { caseId, eventId, findingId, matchId } from './ids.ts'

const evidence = hash('sha256', 'evidence', 'hex')

test('an event id is 128 bits of the SHA-256 of evidence, offset and ordinal', () => {
  expect(eventId(evidence, 512, 0)).toBe(hash('sha256', ['event', evidence, 512, 0].join('\0'), 'hex').slice(0, 32))
})

test('every part of an identity changes it', () => {
  const event = eventId(evidence, 1, 2)
  const ids = [
    event, eventId(evidence, 12, 0), eventId(evidence, 1, 0), eventId(hash('sha256', 'other', 'hex'), 1, 2),
    matchId('sigma', 'a', event), matchId('sigma', 'b', event), matchId('anomaly', 'a', event),
    findingId('sigma', 'a', 'host:x', 5, evidence), findingId('sigma', 'a', 'host:x', 6, evidence), findingId('sigma', 'a', 'user:x', 5, evidence),
    findingId('sigma', 'a', 'host:x', null, evidence), caseId('a'), caseId('b'),
  ]
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(id => /^[0-9a-f]{32}$/.test(id))).toBe(true)
})

test('a finding with time does not depend on which evidence it was seen in; one without time does', () => {
  const other = hash('sha256', 'other', 'hex')
  expect(findingId('sigma', 'a', 'host:x', 5, evidence)).toBe(findingId('sigma', 'a', 'host:x', 5, other))
  expect(findingId('sigma', 'a', 'host:x', null, evidence)).not.toBe(findingId('sigma', 'a', 'host:x', null, other))
})
