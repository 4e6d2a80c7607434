import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SourceClocks } from '../clocks/source-clocks.ts'
import { NO_CLOCK } from './clock-view.ts'
import { ReceivedSources, receivedName } from './received-sources.ts'
import type { SourceView } from './source-view.ts'
import { stoppedSource } from './source-view.ts'
import { SpoolRoom } from './spool-room.ts'

const BRANCH = { organisation: 'default', name: 'branch-1' }
const NOW = Date.UTC(2026, 10, 22)

function open(): ReceivedSources {
  return new ReceivedSources({ room: new SpoolRoom(temporaryFolder(), { reserveBytes: 0 }), onSealed: () => {} })
}

describe('the sources of other machines', () => {
  test('have an end, for each machine', async () => {
    const received = open()
    for (const source of ['a', 'b']) await received.stream({ organisation: 'default', name: receivedName(source, BRANCH) })
    const others = [BRANCH, { ...BRANCH, name: 'branch-2' }, { ...BRANCH, organisation: 'elsewhere' }, { ...BRANCH, name: '1' }]
    expect([received.mayOpen(BRANCH, 'b', 2), ...others.map(machine => received.mayOpen(machine, 'c', 2))]).toEqual([true, false, true, true, true])
  })

  test('are shown as their machine says, with what is seen here, until it is not heard of or taken off', () => {
    const received = open()
    const view: SourceView = { ...stoppedSource('far', 'syslog'), state: 'taking', records: 5, lagSeconds: 2, malformed: 1, waiting: { segments: 1, bytes: 10 } }
    received.told(BRANCH, [view], NOW)
    const opened = (NOW / 1_000 - 40) * 1_000_000
    const waiting = (source: string) => (source === 'far@branch-1' ? [{ organisation: 'default', source, sequence: 1, path: '', bytes: 7, opened }] : [])
    received.noteFed({ organisation: 'default', source: 'far@branch-1', sequence: 1, path: '', bytes: 7, opened, events: 4, errorCount: 1, errors: [{ offset: 3, reason: 'odd' }] })
    const [shown] = received.list('default', waiting, () => false, NOW + 1_000)
    expect(shown).toMatchObject({ name: 'far@branch-1', state: 'taking', records: 5, events: 4, decodeErrors: 1, lagSeconds: 41, waiting: { segments: 2, bytes: 17 }, malformed: 1 })
    expect(received.list('default', () => [], () => false, NOW + 61_000)).toMatchObject([{ state: 'failed', reason: 'its sensor was last heard of at 2026-11-22T00:00:00.000000Z' }])
    expect(received.list('elsewhere', waiting, () => false, NOW)).toEqual([])
    received.forget(BRANCH)
    expect(received.list('default', waiting, () => false, NOW)).toEqual([])
  })

  test('show the clocks of who sends to them as their segments tell it here, whatever their machine says', () => {
    const clocks = new SourceClocks()
    const received = new ReceivedSources({ room: new SpoolRoom(temporaryFolder(), { reserveBytes: 0 }), onSealed: () => {} }, clocks)
    received.told(BRANCH, [{ ...stoppedSource('far', 'syslog'), state: 'taking', clock: { ...NO_CLOCK, state: 'behind' } }], NOW)
    clocks.note('default', [{ source: 'far@branch-1', host: 'fw', received: Array<number>(10).fill(NOW * 1_000), delays: Array<number>(10).fill(-90_000_000), zoneAssumed: 0 }])
    expect(received.list('default', () => [], () => false, NOW)).toMatchObject([{ clock: { state: 'ahead', aheadSeconds: 90, samples: 10, hosts: [{ host: 'fw', state: 'ahead' }] } }])
  })

  test('are watched by when records came, told by the clock here', () => {
    const received = open()
    const tell = (records: number, state: SourceView['state'], now: number) => {
      received.told(BRANCH, [{ ...stoppedSource('far', 'syslog'), state, records, lastRecord: '2030-01-01T00:00:00.000000Z' }], now)
      const [{ lastRecord, isDeaf, source } = { lastRecord: null, isDeaf: null, source: null }] = received.watched()
      return { lastRecord, isDeaf, name: source?.name }
    }
    expect([tell(0, 'taking', NOW), tell(5, 'taking', NOW + 1), tell(5, 'paused', NOW + 2), tell(6, 'taking', NOW + 3), tell(1, 'taking', NOW + 4)]).toEqual([
      { lastRecord: null, isDeaf: false }, { lastRecord: (NOW + 1) * 1_000, isDeaf: false }, { lastRecord: (NOW + 1) * 1_000, isDeaf: true },
      { lastRecord: (NOW + 3) * 1_000, isDeaf: false }, { lastRecord: (NOW + 4) * 1_000, isDeaf: false },
    ].map(each => ({ ...each, name: 'far@branch-1' })))
    received.told(BRANCH, [{ ...stoppedSource('far', 'syslog'), state: 'taking' }], NOW)
    expect(received.list('default', () => [], folder => folder.endsWith('default/far@branch-1'), NOW)).toMatchObject([{ state: 'silent' }])
  })
})
