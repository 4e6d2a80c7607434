import type { Language } from '../../model/reason.ts'
import { ONLY_ORGANISATION } from '../../platform/config/configuration.ts'

interface NoticeWords {
  readonly colon: string
  greeting(name: string): string
  readonly reasons: string
  readonly steps: string
  readonly open: string
  readonly acknowledge: string
  origin(organisation: string): string
  readonly rows: Readonly<Record<'case' | 'title' | 'priority' | 'first' | 'last' | 'about' | 'techniques' | 'count', string>>
  readonly digestSubject: (count: number) => string
  readonly digestOpening: (count: number) => string
  readonly folded: (count: number) => string
}

/** What every message says beside the words of its template. */
export const NOTICE_WORDS: Readonly<Record<Language, NoticeWords>> = {
  en: {
    colon: ': ',
    greeting: name => `To ${name},`,
    reasons: 'Why we think so:',
    steps: 'What to do:',
    open: 'The case',
    acknowledge: 'Confirm that you have read this',
    origin: organisation => (organisation === ONLY_ORGANISATION ? 'Sent by Noroshi.' : `Sent by Noroshi for ${organisation}.`),
    rows: { case: 'Case', title: 'What', priority: 'Priority', first: 'First seen', last: 'Last seen', about: 'About', techniques: 'ATT&CK', count: 'Findings' },
    digestSubject: count => `${count} messages`,
    digestOpening: count => `This message holds ${count} messages.`,
    folded: count => `Told once for ${count === 1 ? 'one more case' : `${count} more cases`} of the same rule about the same thing since the last message.`,
  },
  ja: {
    colon: ':',
    greeting: name => `${name} 様`,
    reasons: '判断の根拠:',
    steps: 'ご対応のお願い:',
    open: 'ケース',
    acknowledge: '受領の確認(こちらを開いてください)',
    origin: organisation => (organisation === ONLY_ORGANISATION ? 'このメッセージは Noroshi から送信しています。' : `このメッセージは ${organisation} の Noroshi から送信しています。`),
    rows: { case: 'ケース', title: '内容', priority: '優先度', first: '最初の観測', last: '最後の観測', about: '対象', techniques: 'ATT&CK', count: '検知結果の数' },
    digestSubject: count => `お知らせ ${count} 件`,
    digestOpening: count => `${count} 件のお知らせをまとめてお送りします。`,
    folded: count => `前回のお知らせ以降、同じ対象について同じルールによるケースがほかに ${count} 件ありました。`,
  },
}
