import { describe, expect, test } from 'vitest'
import type { ClockView } from '../pipeline/collect/clock-view.ts'
import { NO_CLOCK } from '../pipeline/collect/clock-view.ts'
import { stoppedSource } from '../pipeline/collect/source-view.ts'
import { clockLines, clockWarnings } from './clock-lines.ts'

const RIGHT: ClockView = { state: 'right', aheadSeconds: 0, delaySeconds: 0.42, zone: null, samples: 40 }

function source(name: string, clock: ClockView, hosts: readonly (ClockView & { readonly host: string })[] = []) {
  return { ...stoppedSource(name, 'syslog'), clock: { ...clock, hosts: [...hosts] } }
}

describe('what is said of clocks', () => {
  test.each([
    [RIGHT, ['clock: right; half of the records are here within 0.4 s'], ['時計: 正常。半数のレコードは 0.4 秒以内に届いています']],
    [{ ...RIGHT, state: 'zone', aheadSeconds: 32_400, zone: 'Asia/Tokyo' }, ['clock: 9 h ahead, as in a wrong zone: set `zone: Asia/Tokyo` for the source'],
      ['時計: 9 時間進んでいます。タイムゾーンの誤りと思われます。ソースに `zone: Asia/Tokyo` を設定してください']],
    [{ ...RIGHT, state: 'zone', aheadSeconds: -19_800 }, ['clock: 5 h 30 min behind, as in a wrong zone: its records name a zone that is not theirs; set the zone on the sender'],
      ['時計: 5 時間 30 分遅れています。タイムゾーンの誤りと思われます。レコードに書かれたゾーンが実際と異なります。送信元の設定を直してください']],
    [{ ...RIGHT, state: 'ahead', aheadSeconds: 61 }, ['clock: 1 min 1 s ahead: let it keep time by NTP'], ['時計: 1 分 1 秒進んでいます。送信元の時計を NTP で合わせてください']],
    [{ ...RIGHT, state: 'behind', aheadSeconds: -90_000 }, ['clock: 1 d 1 h behind, or always as late: look at its clock, let it keep time by NTP'],
      ['時計: 1 日 1 時間遅れています(または常に同じだけ遅れて届いています)。送信元の時計を確認し、NTP で合わせてください']],
    [{ ...RIGHT, state: 'late', aheadSeconds: null, delaySeconds: 3_600 }, ['clock: records are held back, half of them by 1 h; of the clock nothing can be said'],
      ['時計: レコードが遅れて届いています(半数が 1 時間以上)。時計のずれは判定できません']],
    [NO_CLOCK, [], []],
  ] as const)('%j', (clock, english, japanese) => {
    expect([clockLines(source('lab', clock), 'en'), clockLines(source('lab', clock), 'ja')]).toEqual([english, japanese])
  })

  test('hosts that are wrong stand below their source, and the worst of them in the warning', () => {
    const fw = { ...RIGHT, state: 'ahead', aheadSeconds: 90, host: 'fw1' } as const
    const of = [source('a', RIGHT), source('b', { ...RIGHT, state: 'behind', aheadSeconds: -120 }), source('c', RIGHT, [fw, { ...fw, host: 'fw2', aheadSeconds: 30 }])]
    expect(clockLines(of[2]!, 'en').slice(1)).toEqual(['  fw1: 1 min 30 s ahead: let it keep time by NTP', '  fw2: 30 s ahead: let it keep time by NTP'])
    expect(clockWarnings(of, 'en')).toEqual([
      '! b: 2 min behind, or always as late: look at its clock, let it keep time by NTP', '! c, fw1: 1 min 30 s ahead: let it keep time by NTP (and 1 more: noroshi source list)',
    ])
  })
})
