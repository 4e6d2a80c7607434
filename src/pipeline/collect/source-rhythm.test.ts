import { describe, expect, test } from 'vitest'
import { SourceRhythm } from './source-rhythm.ts'

const MINUTE = 60
const HOUR = 3_600
const DAY = 24 * HOUR
/** A Thursday, 00:00, as hours of the week are counted from. */
const START = 2_900 * 7 * DAY

/** Looks each minute from one time to another, with a record each minute that `speaks`; what was told, with the minute. */
function watch(rhythm: SourceRhythm, from: number, to: number, speaks: (time: number) => boolean): { readonly kind: string; readonly time: number }[] {
  const told: { kind: string; time: number }[] = []
  let last: number | null = null
  for (let time = from; time < to; time += MINUTE) {
    if (speaks(time)) last = time
    const seen = rhythm.look(last, time)
    if (seen !== null) told.push({ kind: seen.kind, time: time - from })
  }
  return told
}

const always = () => true
const never = () => false
const atWork = (time: number) => time % DAY >= 8 * HOUR && time % DAY < 18 * HOUR

describe('SourceRhythm', () => {
  test('tells once of a source that speaks each minute and stops, and when it is back', () => {
    const rhythm = new SourceRhythm(START)
    expect(watch(rhythm, START, START + 2 * DAY, always)).toEqual([])
    expect(watch(rhythm, START + 2 * DAY, START + 3 * DAY, time => time >= START + 2 * DAY + 6 * HOUR)).toEqual([
      { kind: 'silent', time: 4 * MINUTE }, { kind: 'back', time: 6 * HOUR },
    ])
    expect(rhythm.isSilent).toBe(false)
  })

  test('has nothing to say of a source on its first day, or that never spoke', () => {
    expect(watch(new SourceRhythm(START), START, START + DAY, time => time < START + HOUR)).toEqual([])
    expect(watch(new SourceRhythm(START), START, START + 10 * DAY, never)).toEqual([])
  })

  test('learns nights, and still tells within the hour of a day that does not begin', () => {
    const rhythm = new SourceRhythm(START)
    watch(rhythm, START, START + 8 * DAY, atWork)
    expect(watch(rhythm, START + 8 * DAY, START + 12 * DAY, atWork)).toEqual([])
    expect(watch(rhythm, START + 12 * DAY, START + 13 * DAY, never)).toEqual([{ kind: 'silent', time: 9 * HOUR }])
  })

  test('goes on after a restart, whose own absence counts for nothing', () => {
    const before = new SourceRhythm(START)
    watch(before, START, START + 2 * DAY, always)
    const later = START + 4 * DAY
    const rhythm = new SourceRhythm(later, before.kept)
    expect(rhythm.look(null, later + 4 * MINUTE)).toBeNull()
    expect(rhythm.look(null, later + 6 * MINUTE)).toMatchObject({ kind: 'silent', silentSeconds: 6 * MINUTE, usualSeconds: MINUTE })
  })

  test('blames no source while nothing could be taken', () => {
    const rhythm = new SourceRhythm(START)
    watch(rhythm, START, START + 2 * DAY, always)
    rhythm.deaf(START + 2 * DAY + HOUR)
    expect(rhythm.look(null, START + 2 * DAY + HOUR + 4 * MINUTE)).toBeNull()
  })
})
