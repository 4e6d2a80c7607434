const en = {
  close: 'Close',
  loading: 'Loading…',
  more: 'Show more',
  copied: 'Copied',
  retry: 'Try again',
  noTime: 'no time',
  localTime: 'here: {{local}}',
  unexpected: 'Something went wrong in this page',
  unreachable: 'The server does not answer',
  unreachableMend: 'Is it running, and is this computer connected? The page tries again by itself.',
  requestId: 'Request',
  priorityOf: 'Priority {{priority}} of 100: {{meaning}}',
  severity: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', informational: 'informational' },
  hurry: { now: 'look now', today: 'look today', soon: 'when time allows', background: 'background' },
  whose: 'Whose was {{address}}?',
  entity: {
    host: 'host', user: 'user', ip: 'address', domain: 'domain', url: 'URL', email: 'mail address', process: 'program', file: 'file',
    hash: 'hash', account: 'account', evidence: 'evidence',
  },
}

const ja: typeof en = {
  close: '閉じる',
  loading: '読み込み中…',
  more: 'さらに表示',
  copied: 'コピーしました',
  retry: '再試行',
  noTime: '時刻なし',
  localTime: '現地時刻: {{local}}',
  unexpected: '画面の処理中にエラーが発生しました',
  unreachable: 'サーバーから応答がありません',
  unreachableMend: 'サーバーの起動状況とネットワーク接続を確認してください。画面は自動で再接続します。',
  requestId: 'リクエスト ID',
  priorityOf: '優先度 {{priority}}/100: {{meaning}}',
  severity: { critical: '重大', high: '高', medium: '中', low: '低', informational: '情報' },
  hurry: { now: '即時対応', today: '当日中に確認', soon: '順次確認', background: '参考' },
  whose: '{{address}} の利用者を照会',
  entity: {
    host: 'ホスト', user: 'ユーザー', ip: 'IP アドレス', domain: 'ドメイン', url: 'URL', email: 'メールアドレス', process: 'プログラム', file: 'ファイル',
    hash: 'ハッシュ値', account: 'アカウント', evidence: '証拠ファイル',
  },
}

export const componentWords = { en, ja }
