import { describe, expect, test } from 'vitest'
import { lookUpField } from '../../model/field-lookup.ts'
import { Mappings } from '../../model/mappings.ts'
import { sourceMappingSchema } from '../../model/source-mapping.ts'
import type { SourceMappingInput } from '../../model/source-mapping.ts'
import { formatTime } from '../../model/time.ts'
import type { MutableFields } from '../../model/value.ts'
import { REMEMBERED_MEMBERS, REMEMBERED_NAMES } from './defaults.ts'
import { RecordShapes } from './record-shapes.ts'

const DATE = Date.UTC(2026, 0, 1) * 1_000

const sources: SourceMappingInput[] = [
  {
    source: 'windows',
    title: 'Windows',
    priority: 10,
    recognise: [
      { has: ['Event.System'], convert: 'windows-event' },
      {
        has: ['winlog.channel'],
        lift: ['winlog.event_data', 'winlog.user_data.*'],
        rename: { Channel: 'winlog.channel', EventID: 'winlog.event_id' },
      },
      { has: ['EventID', 'Channel'], rename: { Computer: 'Hostname' } },
    ],
    time: [{ field: 'UtcTime', zone: 'utc' }, { field: '@timestamp' }, { field: 'EventTime' }],
    datasets: {
      'windows.sysmon': { when: [{ Channel: 'Microsoft-Windows-Sysmon/*' }, { Provider_Name: 'Microsoft-Windows-Sysmon' }] },
      'windows.eventlog': {},
    },
  },
  {
    source: 'flows',
    title: 'Flows',
    recognise: [{ has: ['event_type', 'flow'], when: { kind: ['a*', 1] } }, { has: ['flow.id'] }],
    time: [{ field: 'ts', format: 'epoch-ms' }, { field: 'start', format: 'epoch-s' }],
    datasets: { 'flows.{event_type}': { when: { event_type: '*' } } },
  },
  { source: 'later', title: 'Later', priority: -1, recognise: [{ has: ['event_type'] }], datasets: { later: {} } },
]

const mappings = new Mappings(sources.map(source => sourceMappingSchema.parse(source)))
const shapes = new RecordShapes(mappings, 'generic.json')

function shape(record: MutableFields): unknown {
  const { dataset, time, fields } = shapes.shape(record, DATE)
  return [dataset, time === null ? null : formatTime(time.microseconds), time?.flags ?? null, { ...fields }]
}

describe('RecordShapes', () => {
  test('lifts and renames, and what is lifted shadows nothing', () => {
    const winlog = {
      channel: 'Security', event_id: 4624,
      event_data: { 'Threat Name': 'x', 'Channel': 'forged', '@timestamp': 'forged', 'winlog.event_id': 1, '__proto__x': 1 },
      user_data: { One: { Param: 2 }, Two: 3 },
    }
    expect(shape({ '@timestamp': '2026-01-02T03:04:05Z', winlog })).toEqual([
      'windows.eventlog', '2026-01-02T03:04:05.000000Z', 0,
      {
        '@timestamp': '2026-01-02T03:04:05Z', winlog, 'Threat Name': 'x', 'winlog.event_id': 1, '__proto__x': 1, 'Param': 2,
        'Channel': 'Security', 'EventID': 4624,
      },
    ])
    const { fields } = shapes.shape({ winlog }, DATE)
    expect(lookUpField(fields, 'ThreatName')).toBe('x')
  })

  test('flattens nested Windows events, and believes only System about channel and time', () => {
    const record = {
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } }, EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational',
          TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.123456Z' } },
        },
        EventData: { Channel: 'Security', UtcTime: '2020-01-01 00:00:00' },
      },
    }
    expect(shape(record)).toEqual(['windows.sysmon', '2026-01-02T03:04:05.123456Z', 0, expect.objectContaining({
      EventID: 1, Channel: ['Microsoft-Windows-Sysmon/Operational', 'Security'],
    })])
  })

  test('takes the first source by priority, the first dataset whose condition holds, the first time that can be read', () => {
    const seen = (record: MutableFields): unknown => {
      const { dataset, time } = shapes.shape(record, DATE)
      return [dataset, time === null ? null : formatTime(time.microseconds).slice(11, 26), time?.flags]
    }
    const sysmon = { EventID: 1, Channel: 'x', Provider_Name: 'microsoft-windows-sysmon', Hostname: 'h' }
    expect(shape({ ...sysmon, event_type: 'x' })).toEqual(['windows.sysmon', null, null, { ...sysmon, event_type: 'x', Computer: 'h' }])
    expect(seen({ ...sysmon, UtcTime: '2026-01-02 03:04:05.5' })).toEqual(['windows.sysmon', '03:04:05.500000', 0])
    expect(seen({ ...sysmon, UtcTime: '-', EventTime: '2026-01-02 03:04:05' })).toEqual(['windows.sysmon', '03:04:05.000000', 1])
    expect(seen({ EventID: 1, Channel: 'x', EventTime: '1/2/2026 3:04:05 AM' })).toEqual(['windows.eventlog', '03:04:05.000000', 1])
    expect(seen({ event_type: 'Alert', flow: {}, kind: 'ABC', ts: 1_767_323_045_678 })).toEqual(['flows.alert', '03:04:05.678000', 0])
    expect(seen({ event_type: 'a b', flow: { id: 1 }, start: '1767323045.25' })).toEqual(['flows.other', '03:04:05.250000', 0])
    expect(seen({ event_type: 'x', flow: {}, kind: 'b' })).toEqual(['later', null, undefined])
    expect(seen({ flow: { id: 1 }, Timestamp: 1_767_323_045 })).toEqual(['generic.json', '03:04:05.000000', 0])
  })

  test('takes records out of what Elasticsearch and Splunk export', () => {
    const event = { EventID: 1, Channel: 'x', _id: 'own', ['__proto__']: 1 }
    const opened = (added: object): unknown[] => ['windows.eventlog', null, null, { ...event, ...added }]
    expect(shape({ _index: 'logs', _id: '7', _source: event, sort: [1] })).toEqual(opened({ _index: 'logs', sort: [1] }))
    expect(shape({ preview: false, offset: 0, result: event })).toEqual(opened({ preview: false, offset: 0 }))
    expect(shape({ preview: false, result: 'x' })).toEqual(['generic.json', null, null, { preview: false, result: 'x' }])
  })

  test('does not depend on the records before', () => {
    const records = (): MutableFields[] => [
      { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/x' },
      { EventID: 1, Channel: 'Security' },
      { EventID: 1, Channel: ['Microsoft-Windows-Sysmon/x'] },
      { event_type: 'x', flow: {}, kind: 'a' },
      { event_type: 'x', flow: {}, kind: 'c' },
      { event_type: 'y', flow: { id: 2 }, kind: 'c' },
      { 'flow.id': 1, 'event_type': 'z' },
      Object.fromEntries(Array.from({ length: REMEMBERED_MEMBERS + 1 }, (_, i) => [`k${i}`, i])),
    ]
    const alone = records().map(record => new RecordShapes(mappings, 'generic.json').shape(record, DATE).dataset)
    expect(alone).toEqual([
      'windows.sysmon', 'windows.eventlog', 'windows.sysmon', 'flows.x', 'later', 'flows.y', 'flows.z', 'generic.json',
    ])
    for (let i = 0; i < 2; i++) {
      expect(records().map(record => shapes.shape(record, DATE).dataset)).toEqual(alone)
      for (let j = 0; j < REMEMBERED_NAMES; j++) shapes.shape({ [`key${i}-${j}`]: 1 }, DATE)
    }
  })
})
