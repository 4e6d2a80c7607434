import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { formatTime, parseIsoTime } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import { isoMicroseconds } from './iso-microseconds.ts'
import { flattenWindowsEvent } from './windows-event.ts'

const system = {
  Provider: { '#attributes': { Name: 'P', Guid: 'G' } },
  EventID: { '#attributes': { Qualifiers: 16_384 }, '#text': 104 },
  Version: null,
  TimeCreated: { '#attributes': { SystemTime: '2026-04-17T05:24:53.0888491Z' } },
  Correlation: null,
  Execution: { '#attributes': { ProcessID: 4, ThreadID: 8 } },
  Channel: 'System',
  Security: { '#attributes': { UserID: 'S-1-5-18' } },
}

const systemFields = {
  Provider_Name: 'P',
  Provider_Guid: 'G',
  EventID: 104,
  EventID_Qualifiers: 16_384,
  TimeCreated: '2026-04-17T05:24:53.0888491Z',
  Execution_ProcessID: 4,
  Execution_ThreadID: 8,
  Channel: 'System',
  Security_UserID: 'S-1-5-18',
}

const fieldsOf = (event: Fields) => flattenWindowsEvent(event).fields

describe('flattenWindowsEvent', () => {
  test('brings System and EventData on one level', () => {
    const data = { '#attributes': { Name: 'N' }, Image: 'i', Count: 1, Empty: '' }
    expect(flattenWindowsEvent({ Event: { '#attributes': { xmlns: 'x' }, System: system, EventData: data } })).toEqual({
      fields: { ...systemFields, EventData_Name: 'N', Image: 'i', Count: 1, Empty: '' },
      channel: 'System',
      provider: 'P',
      time: parseIsoTime('2026-04-17T05:24:53.088849Z')!.microseconds,
    })
  })

  test('takes attributes beside their element, and events without the outer Event', () => {
    expect(fieldsOf({
      Event_attributes: { xmlns: 'x' },
      Event: {
        System: {
          Provider_attributes: { Name: 'P', Guid: 'G' },
          EventID: 104,
          EventID_attributes: { Qualifiers: 16_384 },
          TimeCreated_attributes: { SystemTime: '2026-04-17T05:24:53.0888491Z' },
          Execution_attributes: { ProcessID: 4, ThreadID: 8 },
          Channel: 'System',
          Security_attributes: { UserID: 'S-1-5-18' },
        },
        UserData: { X_attributes: { xmlns: 'y' }, X: { Leaf: 1 } },
      },
    })).toEqual({ ...systemFields, Leaf: 1 })
    expect(fieldsOf({ System: { Channel: 'C' }, EventData: { a: 1 } })).toEqual({ Channel: 'C', a: 1 })
  })

  test('lists unnamed data', () => {
    const data = (value: Fields[string]) => fieldsOf({ Event: { EventData: { Data: value } } })['Data']
    expect(data({ '#text': ['a', 'b'] })).toEqual(['a', 'b'])
    expect(data({ '#text': 'a' })).toEqual(['a'])
    expect(data('a')).toEqual(['a'])
    expect(data(['a', 'b'])).toEqual(['a', 'b'])
  })

  test('has the leaves of UserData, and both values of a name that System has too, System\'s first whatever the order', () => {
    const cleared = { '#attributes': { xmlns: 'x' }, Channel: 'Security', Inner: { Deep: 'd', '#attributes': { a: 1 } }, Nothing: null }
    const { fields, channel } = flattenWindowsEvent({ Event: { UserData: { LogFileCleared: cleared }, System: system } })
    expect(fields).toEqual({ ...systemFields, Channel: ['System', 'Security'], Deep: 'd', Inner_a: 1, Nothing: null })
    expect(channel).toBe('System')
  })

  test('keeps what a forwarding host rendered only as the message', () => {
    const rendering = { Message: 'm', Level: 'Information' }
    expect(fieldsOf({ Event: { System: { Level: 4 }, RenderingInfo: rendering } })).toEqual({ Level: 4, Message: 'm' })
  })

  test('takes any JSON, however deep, and does not change it', () => {
    let deep: Fields = { end: 1 }
    for (let i = 0; i < 20_000; i++) deep = { d: deep }
    expect(() => flattenWindowsEvent({ Event: { System: deep, EventData: deep, UserData: deep } })).not.toThrow()
    fc.assert(fc.property(fc.jsonValue(), json => {
      const event = { Event: { System: json, EventData: json, UserData: json, Other: json } } as unknown as Fields
      const before = JSON.stringify(event)
      flattenWindowsEvent(event)
      expect(JSON.stringify(event)).toBe(before)
    }), { numRuns: byDepth(100, 500, 20_000) })
  })
})

test('isoMicroseconds answers what parseIsoTime does', () => {
  const oracle = (text: string) => parseIsoTime(text)?.microseconds ?? null
  const time = fc.integer({ min: -1e15, max: 9e15 }).map(microseconds => formatTime(microseconds))
  const usual = fc.tuple(time, fc.nat(9)).map(([text, digit]) => text.replace('Z', `${digit}Z`))
  const broken = fc.tuple(usual, fc.nat(27), fc.constantFrom('9', '-', ':', 'Z', ' ', '0'))
    .map(([text, at, character]) => text.slice(0, at) + character + text.slice(at + 1))
  fc.assert(fc.property(fc.oneof(usual, broken, time), text => {
    expect(isoMicroseconds(text)).toBe(oracle(text))
  }), { numRuns: byDepth(1_000, 10_000, 1_000_000) })
})
