import { describe, expect, it } from 'vitest'
import { DAY_US, HOUR_US } from '../../model/time.ts'
import { TIMELINE_BARS, TIMELINE_LEAST_BARS } from '../defaults.ts'
import { EntityRanking } from '../entity-ranking.ts'
import { SAMPLE_START_US, sampleFinding } from '../testing/sample-finding.ts'
import { timelineOf } from './overview.ts'

describe('the timeline', () => {
  const at = (...minutes: readonly (number | null)[]) => timelineOf(minutes.map((minute, i) => (
    sampleFinding({ subject: 'host:a', minute, rule: `r${i}`, level: i === 0 ? 'critical' : 'low' }))))

  it('sets a burst amid the quiet around it', () => {
    const timeline = at(5, 10, 70)
    expect(timeline).toMatchObject({ barUs: HOUR_US, from: SAMPLE_START_US - 11 * HOUR_US })
    expect(timeline?.bars).toHaveLength(TIMELINE_LEAST_BARS)
    expect(timeline?.bars.slice(11, 13)).toMatchObject([{ critical: 1, low: 1 }, { low: 1 }])
  })

  it('takes wider bars for longer times, and loses no finding', () => {
    for (const days of [3, 10, 100, 1_000, 30_000]) {
      const timeline = at(0, days * 700, days * 1_440, null)
      expect(timeline?.bars.length).toBeLessThanOrEqual(TIMELINE_BARS)
      expect(timeline?.bars.reduce((sum, { critical, low }) => sum + critical + low, 0)).toBe(3)
    }
    expect(at(0, 100 * 1_440)?.barUs).toBe(DAY_US)
  })

  it('is none where nothing has a time', () => {
    expect(at(null)).toBeNull()
  })
})

describe('the ranking of entities', () => {
  it('takes two ways of writing for one, puts what every machine has last, and bounds each type', () => {
    const ranking = new EntityRanking()
    ranking.count([{ type: 'user', value: 'alice' }, { type: 'user', value: 'corp\\alice' }, { type: 'user', value: 'root' }], 1)
    ranking.count([{ type: 'user', value: 'root' }, { type: 'ip', value: '203.0.113.7' }, { type: 'user', value: 'bob' }], 1)
    ranking.count([{ type: 'evidence', value: 'e' }], 0)
    expect(ranking.first(9, 2)).toEqual([
      { entity: { type: 'ip', value: '203.0.113.7' }, findings: 1 },
      { entity: { type: 'user', value: 'corp\\alice' }, findings: 1 },
      { entity: { type: 'user', value: 'bob' }, findings: 1 },
    ])
  })
})
