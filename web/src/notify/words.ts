const en = {
  title: 'Who was told',
  occasion: { created: 'new case', raised: 'more urgent ({{number}})', reminder: 'reminder {{number}}', escalation: 'escalation {{number}}' },
  state: { waiting: 'waiting', held: 'held', folded: 'counted, not sent', cancelled: 'cancelled', sending: 'being sent', sent: 'sent', failed: 'failed' },
  acknowledge: 'Read',
  acknowledgeOf: 'Say that the message to {{recipient}} was read',
  read: 'read: {{by}}',
}

const ja: typeof en = {
  title: '通知の履歴',
  occasion: { created: '新しいケース', raised: '緊急度の上昇({{number}})', reminder: '再送 {{number}}', escalation: 'エスカレーション {{number}}' },
  state: { waiting: '送信待ち', held: '保留', folded: '集約(送信なし)', cancelled: '取り消し', sending: '送信中', sent: '送信済み', failed: '失敗' },
  acknowledge: '確認済みにする',
  acknowledgeOf: '{{recipient}} への通知を確認済みにする',
  read: '確認済み:{{by}}',
}

export const notifyWords = { en, ja }
