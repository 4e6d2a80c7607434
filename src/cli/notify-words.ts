import type { Language } from '../model/reason.ts'
import type { SHOWN_STATES } from '../notify/message-view.ts'

interface NotifyWords {
  readonly states: Readonly<Record<(typeof SHOWN_STATES)[number], string>>
  readonly outcomes: Readonly<Record<'sent' | 'later' | 'failed', string>>
  readonly none: string
  readonly acknowledged: string
  readonly cancelled: string
  readonly tooLate: string
  readonly uncertain: string
  readonly unknown: string
  read(by: string): string
  tried(attempt: number, at: string): string
}

export const NOTIFY_WORDS: Readonly<Record<Language, NotifyWords>> = {
  en: {
    states: { waiting: 'waiting', held: 'HELD', folded: 'folded', cancelled: 'cancelled', sending: 'sending', sent: 'sent', failed: 'FAILED' },
    outcomes: { sent: 'taken', later: 'to be tried again', failed: 'given up' },
    none: 'No messages; docs/notify.md says how people are told',
    acknowledged: 'Noted: nobody is reminded any more.',
    cancelled: 'Taken back.',
    tooLate: 'It is not waiting any more: nothing was changed.',
    uncertain: 'went out again under the same Message-ID, since it was not known whether it had',
    unknown: 'nobody lived to write down how it ended',
    read: by => `read: ${by}`,
    tried: (attempt, at) => `try ${attempt}, ${at}`,
  },
  ja: {
    states: { waiting: '待機中', held: '保留', folded: '集約済み', cancelled: '取り消し', sending: '送信中', sent: '送信済み', failed: '失敗' },
    outcomes: { sent: '受け付け', later: '再試行予定', failed: '断念' },
    none: 'メッセージはありません。通知の設定は docs/notify.md を参照してください',
    acknowledged: '確認済みとして記録しました。以後、再送は行われません。',
    cancelled: '取り消しました。',
    tooLate: 'すでに送信待ちではないため、変更していません。',
    uncertain: '送信の成否が不明だったため、同じ Message-ID で再送しました',
    unknown: '結果が記録される前にプロセスが終了しました',
    read: by => `確認済み:${by}`,
    tried: (attempt, at) => `試行 ${attempt} 回目 ${at}`,
  },
}
