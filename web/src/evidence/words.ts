const en = {
  title: 'Evidence', subtitle: 'What was handed in, and how well it could be read', search: 'Search paths and hashes', back: 'All evidence',
  none: 'No evidence yet', noneMend: 'Drop files, folders or archives anywhere: Windows event logs, syslog, JSON, CSV, Zeek, web and audit logs.',
  noneFound: 'Nothing fits this search', noneFoundMend: 'Paths are searched, and the beginning of a SHA-256.',
  path: 'Path', paths: 'All its paths', format: 'Format', dataset: 'Dataset', size: 'Size', events: 'Events', errors: 'Errors', encoding: 'Encoding', unknown: 'not recognised',
  morePaths_one: 'and {{count}} more path', morePaths_other: 'and {{count}} more paths', what: 'What it is', hunt: 'Hunt in it', save: 'Save a copy', copyHash: 'Copy the SHA-256',
  unreadTitle: 'What could not be read', noErrors: 'Everything was read without error.', offset: 'Offset (bytes)', reason: 'Reason',
  errorAt: '{{path}}, byte {{offset}}: {{reason}}', moreErrors_one: 'and {{count}} more', moreErrors_other: 'and {{count}} more',
  custodyTitle: 'Chain of custody', custodyText: 'Who had it and what was done with it; each entry is sealed by the one that follows.', time: 'Time (UTC)', action: 'What', actor: 'Who',
  actions: { received: 'received', identified: 'identified', read: 'read', exported: 'handed out', verified: 'verified', held: 'held', released: 'released', deleted: 'deleted' },
  running: {
    title: 'Evidence being read', left: 'what an earlier start left',
    text_zero: 'Reading {{name}}: {{events}} events so far', text_one: 'Reading {{name}} and 1 more: {{events}} events so far', text_other: 'Reading {{name}} and {{count}} more: {{events}} events so far',
  },
  upload: {
    title: 'Uploads', choose: 'Add evidence', drop: 'Drop to add evidence', dropMore: 'Files, folders and archives are read as they are. Nothing leaves this server.',
    progress: '{{done}} of {{count}} read', clear: 'Clear', fold: 'Fold', unfold: 'Unfold', pause: 'Pause', resume: 'Go on', remove: 'Remove', look: 'Look at it',
    waiting: 'Waiting, {{bytes}}', sending: '{{sent}} of {{bytes}} sent', paused: 'Paused at {{sent}} of {{bytes}}',
    broken: 'No answer; it goes on by itself from {{sent}} of {{bytes}}', reading: 'Reading: {{events}} events so far', done: '{{events}} events from {{pieces}} pieces of evidence', failed: 'Failed: {{reason}}',
  },
}

const ja: typeof en = {
  title: '証拠', subtitle: '受け入れた証拠と、その読み取り結果', search: 'パス・ハッシュ値を検索', back: '証拠一覧',
  none: '証拠はまだありません', noneMend: 'ファイル、フォルダー、アーカイブをどこにでもドロップできます。Windows イベントログ、syslog、JSON、CSV、Zeek、Web・監査ログなどに対応しています。',
  noneFound: '条件に一致する証拠はありません', noneFoundMend: 'パスと、SHA-256 の先頭部分で検索できます。',
  path: 'パス', paths: 'すべてのパス', format: '形式', dataset: 'データセット', size: 'サイズ', events: 'イベント数', errors: 'エラー', encoding: '文字コード', unknown: '形式不明',
  morePaths_one: 'ほか {{count}} パス', morePaths_other: 'ほか {{count}} パス', what: '概要', hunt: 'この証拠をハント', save: 'コピーを保存', copyHash: 'SHA-256 をコピー',
  unreadTitle: '読み取れなかった箇所', noErrors: 'すべてエラーなく読み取れました。', offset: '位置（バイト）', reason: '理由',
  errorAt: '{{path}} の {{offset}} バイト目: {{reason}}', moreErrors_one: 'ほか {{count}} 件', moreErrors_other: 'ほか {{count}} 件',
  custodyTitle: '保管の履歴（チェーン・オブ・カストディ）', custodyText: '誰が取り扱い、何を行ったかの記録です。各記録は次の記録によって封印されています。', time: '時刻（UTC）', action: '操作', actor: '実施者',
  actions: { received: '受領', identified: '内容の特定', read: '閲覧', exported: '持ち出し', verified: '検証', held: '保全指定', released: '保全解除', deleted: '削除' },
  running: {
    title: '読み取り中の証拠', left: '前回の続き',
    text_zero: '{{name}} を読み取り中: イベント {{events}} 件', text_one: '{{name}} ほか 1 件を読み取り中: イベント {{events}} 件', text_other: '{{name}} ほか {{count}} 件を読み取り中: イベント {{events}} 件',
  },
  upload: {
    title: 'アップロード', choose: '証拠を追加', drop: 'ドロップして証拠を追加', dropMore: 'ファイル、フォルダー、アーカイブをそのまま読み取ります。データがこのサーバーの外に出ることはありません。',
    progress: '{{count}} 件中 {{done}} 件読み取り済み', clear: '消去', fold: '折りたたむ', unfold: '開く', pause: '一時停止', resume: '再開', remove: '取り除く', look: '証拠を見る',
    waiting: '待機中（{{bytes}}）', sending: '{{bytes}} 中 {{sent}} 送信済み', paused: '一時停止中（{{bytes}} 中 {{sent}}）',
    broken: '応答がありません。{{bytes}} 中 {{sent}} から自動で再開します', reading: '読み取り中: イベント {{events}} 件', done: '証拠 {{pieces}} 件からイベント {{events}} 件を読み取りました', failed: '失敗しました: {{reason}}',
  },
}

export const evidenceWords = { en, ja }
