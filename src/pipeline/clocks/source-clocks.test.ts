import { describe, expect, test } from 'vitest'
import type { ClockReading } from './clock-sampler.ts'
import { CLOCK_HOSTS, CLOCK_HOSTS_OF_SOURCE, CLOCK_SAMPLES, CLOCK_WINDOW_US } from './defaults.ts'
import { SourceClocks } from './source-clocks.ts'

const NOW = Date.UTC(2026, 10, 22) * 1_000

function reading(host: string | null, delaySeconds: number, { count = 20, source = 'lab', received = NOW, zoneAssumed = 0 } = {}): ClockReading {
  return { source, host, received: Array.from({ length: count }, () => received), delays: Array.from({ length: count }, () => delaySeconds * 1_000_000), zoneAssumed }
}

describe('SourceClocks', () => {
  test('tells each host of a relay by itself', () => {
    const clocks = new SourceClocks()
    for (let round = 0; round < 4; round++) clocks.note('default', [reading('right', 0.5), reading('ahead', -90), reading(null, 1, { source: 'other' })])
    const { hosts, ...all } = clocks.of('default', 'lab')!
    expect(hosts.map(({ host, state, aheadUs }) => [host, state, aheadUs])).toEqual([['right', 'right', 0], ['ahead', 'ahead', 90_000_000]])
    expect(all).toMatchObject({ state: 'ahead', samples: 160 })
    expect([clocks.of('default', 'other')?.hosts, clocks.of('elsewhere', 'lab')]).toEqual([[], null])
  })

  test('one segment, however large, does not decide alone, and a clock that was mended is right again', () => {
    const clocks = new SourceClocks()
    for (let round = 0; round < 8; round++) clocks.note('default', [reading('a', -90, { count: 1_000 })])
    expect(clocks.of('default', 'lab')).toMatchObject({ state: 'ahead', samples: CLOCK_SAMPLES })
    clocks.note('default', [reading('a', 0, { count: 1_000 })])
    expect(clocks.of('default', 'lab')).toMatchObject({ state: 'ahead' })
    for (let round = 0; round < 4; round++) clocks.note('default', [reading('a', 0, { count: 1_000 })])
    expect(clocks.of('default', 'lab')).toMatchObject({ state: 'right' })
  })

  test('what is older than a day says nothing', () => {
    const clocks = new SourceClocks()
    clocks.note('default', [reading('a', -90, { received: NOW - CLOCK_WINDOW_US - 1 })])
    clocks.note('default', [reading('a', 0, { count: 10 })])
    expect(clocks.of('default', 'lab')).toMatchObject({ state: 'right', samples: 10 })
  })

  test('keeps the hosts heard of last, of one source and of all', () => {
    const clocks = new SourceClocks()
    for (let host = 0; host < CLOCK_HOSTS_OF_SOURCE + 5; host++) clocks.note('default', [reading(`h${host}`, 0, { count: 1 })])
    const names = clocks.of('default', 'lab')!.hosts.map(({ host }) => host)
    expect([names.length, names[0]]).toEqual([CLOCK_HOSTS_OF_SOURCE, 'h5'])
    for (let source = 0; source < 5; source++) for (let host = 0; host < 900; host++) clocks.note('default', [reading(`h${host}`, 0, { count: 1, source: `s${source}` })])
    expect([0, 1, 2, 3, 4].reduce((sum, source) => sum + clocks.of('default', `s${source}`)!.hosts.length, clocks.of('default', 'lab')!.hosts.length)).toBe(CLOCK_HOSTS)
  })

  test('knows where times did not say their zone', () => {
    const clocks = new SourceClocks()
    clocks.note('default', [reading('a', -32_400, { zoneAssumed: 20 })])
    expect(clocks.of('default', 'lab')).toMatchObject({ state: 'zone', zoneAssumed: true })
  })
})
