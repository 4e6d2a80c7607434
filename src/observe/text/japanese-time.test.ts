import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { formatTime } from '../../model/time.ts'
import { leadingTime } from '../plain/leading-time.ts'
import { japaneseTime } from './japanese-time.ts'
import { guessTime } from './timestamps.ts'

const guessed = (text: string): string | null => formatTime(guessTime(text, 0)?.microseconds ?? null)

describe('dates as they are written in Japan', () => {
  test.each([
    ['令和8年11月22日', '2026-11-22T00:00:00.000000Z'],
    ['R08.11.22', '2026-11-22T00:00:00.000000Z'],
    ['R08.11.22 10:20:30', '2026-11-22T10:20:30.000000Z'],
    ['令和８年１１月２２日　１０時２０分３０秒', '2026-11-22T10:20:30.000000Z'],
    ['2026年11月22日(日) 午後3:05', '2026-11-22T15:05:00.000000Z'],
    ['2026年11月22日 午前12:05', '2026-11-22T00:05:00.000000Z'],
    ['２０２６／１１／２２ １０：２０：３０', '2026-11-22T10:20:30.000000Z'],
    ['平成元年1月8日', '1989-01-08T00:00:00.000000Z'],
    ['昭和64年1月7日 午前6時33分', '1989-01-07T06:33:00.000000Z'],
    ['㋿8年11月22日', '2026-11-22T00:00:00.000000Z'],
    ['2026-11-22 10:00:00 JST', '2026-11-22T01:00:00.000000Z'],
    ['2026年11月22日 10:00:00.5 +09:00', '2026-11-22T01:00:00.500000Z'],
    ['2026年13月1日', null],
    ['2026年2月30日', null],
    ['R8', null],
    ['令和', null],
  ])('%s is %s', (text, expected) => {
    expect(guessed(text)).toBe(expected)
  })

  test.each([
    ['令和8年11月22日 10:20:30 処理開始', '2026-11-22T10:20:30.000000Z'],
    ['[２０２６／１１／２２ １０：２０：３０] 開始', '2026-11-22T10:20:30.000000Z'],
    ['R08.11.22 10:20:30 開始', '2026-11-22T10:20:30.000000Z'],
    ['処理番号 R08', null],
  ])('the line %s begins with %s', (line, expected) => {
    expect(formatTime(leadingTime(line, 0)?.microseconds ?? null)).toBe(expected)
  })

  test('of any era read as the same day in the other calendar', () => {
    const day = fc.date({ min: new Date('1989-01-08T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
    fc.assert(fc.property(day, date => {
      const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
      const era = year >= 2019 ? `令和${year - 2018}` : `平成${year - 1988}`
      expect(japaneseTime(`${era}年${month}月${dayOfMonth}日`)).toEqual(japaneseTime(`${year}年${month}月${dayOfMonth}日`))
    }), { numRuns: byDepth(100, 1_000, 20_000) })
  })
})
