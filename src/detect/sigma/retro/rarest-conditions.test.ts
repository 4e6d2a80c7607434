import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CandidateCondition } from '../../../model/event-candidates.ts'
import { candidatesAnd, EVERYTHING } from '../../../model/event-candidates.ts'
import { EventSample } from './event-sample.ts'
import { rarestConditions } from './rarest-conditions.ts'

const whole = (field: string, text: string): CandidateCondition => ({ kind: 'whole', field, text })
const events = Array.from({ length: 1_000 }, (_, number) => ({ Provider: 'Manager', Id: 7_000 + (number % 10), Name: `Service ${number % 50}`, Client: [number % 3, 'x'] }))

test('of what a rule needs, what the events have most seldom is asked for, with others while that leaves many', () => {
  const sample = new EventSample(events)
  const provider = whole('Provider', 'manager')
  const id = whole('Id', '7005')
  const name: CandidateCondition = { kind: 'contains', field: 'Name', text: 'SERVICE 1' }
  expect(rarestConditions(sample, EVERYTHING, [provider, id])).toEqual([id])
  expect(rarestConditions(sample, EVERYTHING, [provider, name, id])).toEqual([id, name])
  expect(rarestConditions(sample, id, [provider, name])).toEqual([name])
  expect(rarestConditions(sample, EVERYTHING, [provider, whole('Name', 'none'), whole('Id', '1')])).toEqual([whole('Name', 'none')])
})

test('without events the first is taken, without conditions none', () => {
  expect(rarestConditions(new EventSample([]), EVERYTHING, [whole('a', '1'), whole('b', '2')])).toEqual([whole('a', '1')])
  expect(rarestConditions(new EventSample(events), EVERYTHING, [])).toEqual([])
})

test('a sample counts members of lists, texts of all fields, and what is there at all', () => {
  const rows = (condition: CandidateCondition) => new EventSample(events).rowsOf(condition).reduce((sum, holds) => sum + holds, 0)
  expect(rows({ kind: 'contains', field: 'Client', text: 'X' })).toBe(1_000)
  expect(rows({ kind: 'contains', field: null, text: 'service 49' })).toBe(20)
  expect(rows({ kind: 'present', field: 'Id' })).toBe(1_000)
  expect(rows({ kind: 'present', field: 'Other' })).toBe(0)
  expect(rows({ kind: 'or', terms: [whole('Id', '7001'), whole('Id', '7002')] })).toBe(200)
  expect(rows(candidatesAnd([whole('Id', '7001'), whole('Id', '7002')]))).toBe(0)
})

const condition = fc.constantFrom(whole('Provider', 'manager'), whole('Id', '7001'), whole('Name', 'service 1'), whole('Name', 'service 11'), whole('Client', '1'))

test('what is chosen is some of what is needed, and each that is added at least halves what is left', () => {
  const sample = new EventSample(events)
  const count = (all: readonly CandidateCondition[]) => sample.rowsOf(candidatesAnd(all)).reduce((sum, holds) => sum + holds, 0)
  fc.assert(fc.property(fc.uniqueArray(condition, { selector: each => JSON.stringify(each), minLength: 1 }), needs => {
    const chosen = rarestConditions(sample, EVERYTHING, needs)
    expect(needs).toEqual(expect.arrayContaining(chosen))
    expect(count(chosen.slice(0, 1))).toBe(Math.min(...needs.map(need => count([need]))))
    chosen.slice(1).forEach((_, at) => expect(count(chosen.slice(0, at + 2))).toBeLessThanOrEqual(count(chosen.slice(0, at + 1)) / 2))
  }), { numRuns: 50 })
})
