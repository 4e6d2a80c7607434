import type { GuardReason } from '../../judge/verdict.ts'
import type { Looked } from './looked.ts'

/** What a judging model said, or why it said nothing, behind the guard's own reason. */
export function withLook({ en, ja }: GuardReason, { said, milliseconds, isRemembered }: Looked): GuardReason {
  const seconds = (milliseconds / 1_000).toFixed(1)
  const words = WORDS[said]
  const time = !WITH_TIME.has(said) ? { en: '', ja: '' } : isRemembered ? { en: ', as before', ja: '（以前と同じ回答）' } : { en: ` (after ${seconds} s)`, ja: `（${seconds}秒）` }
  return { en: `${en}; ${words.en}${time.en}`, ja: `${ja}。${words.ja}${time.ja}` }
}

const WITH_TIME: ReadonlySet<Looked['said']> = new Set(['hostile', 'harmless', 'unclear', 'late', 'unreachable', 'unreadable'])

const WORDS: Readonly<Record<Looked['said'], GuardReason>> = {
  hostile: { en: 'the judging model calls it hostile too', ja: '判定モデルも攻撃と判断した' },
  harmless: { en: 'the judging model calls it harmless, which changes nothing', ja: '判定モデルは無害と判断したが、判定はそのままとした' },
  unclear: { en: 'the judging model cannot tell', ja: '判定モデルは判断できないと答えた' },
  late: { en: 'the judging model did not answer in time', ja: '判定モデルは時間内に答えなかった' },
  unreachable: { en: 'the judging model could not be asked', ja: '判定モデルに問い合わせできなかった' },
  unreadable: { en: 'the judging model answered with something other than a verdict', ja: '判定モデルの回答は判定として読み取れなかった' },
  busy: { en: 'the judging model was not asked, since too many questions are under way', ja: '問い合わせが混み合っているため、判定モデルには尋ねなかった' },
  paused: { en: 'the judging model was not asked, since it failed several times in a row', ja: '続けて失敗したため、判定モデルへの問い合わせを休止している' },
  long: { en: 'the judging model was not asked, since the text is too long for it', ja: '長すぎるため、判定モデルには尋ねなかった' },
  many: { en: 'the judging model was not asked about this text, since the request holds several that are newer', ja: 'より新しい同様のテキストが複数あるため、このテキストについては判定モデルに尋ねなかった' },
}
