import type { IncomingMessage } from 'node:http'
import { preferredLanguage } from '../../model/preferred-language.ts'
import type { Language } from '../../model/reason.ts'
import type { GuardReason } from '../judge/verdict.ts'

/** What programs are told, beside the reasons of verdicts. */
export const REFUSALS = {
  busy: { en: 'too many requests are under way', ja: '処理中のリクエストが多すぎる' },
  failed: { en: 'the gateway failed at this request; whoever runs it finds why in its log', ja: 'ゲートウェイがこのリクエストの処理に失敗した。理由は管理者がログで確認できる' },
  full: { en: 'too many large requests are under way', ja: '大きなリクエストの処理が集中している' },
  key: { en: 'the key is none of the gateway\'s; ask whoever runs it for one', ja: 'このゲートウェイのキーではない。管理者に発行を依頼すること' },
  largeAnswer: { en: 'the answer is too large to be judged', ja: '回答が大きすぎて検査できない' },
  large: { en: 'the request is too large', ja: 'リクエストが大きすぎる' },
  rate: { en: 'too many requests a minute', ja: '1 分あたりのリクエスト数が上限を超えた' },
  tokens: { en: 'the tokens of this day are used up', ja: '本日分のトークンを使い切った' },
  unknownAnswer: { en: 'the answer is of no kind that can be judged', ja: '検査できる種類の回答ではない' },
  withheld: { en: 'this answer was withheld, and it still is', ja: 'この回答は以前に止めたもので、引き続き渡さない' },
} as const satisfies Readonly<Record<string, GuardReason>>

/** The language in which a program wants to be answered (RFC 9110, section 12.5.4): English unless it prefers Japanese. */
export function languageOf({ headers }: Pick<IncomingMessage, 'headers'>): Language {
  return preferredLanguage(headers['accept-language'] ?? '')
}
