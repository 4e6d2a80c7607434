const en = {
  title: 'Event', previous: 'Previous event', next: 'Next event', place: '{{at}} of {{of}}',
  time: 'Time', flags: { zoneAssumed: 'zone assumed', yearAssumed: 'year assumed', recovered: 'had been deleted' }, dataset: 'Dataset', path: 'Path', 'place-in': 'Place', recordAt: 'record {{record}}, from byte {{offset}}', evidence: 'Evidence',
  custody: 'what it is, and its custody', id: 'Event id', copyId: 'Copy the event id', view: 'View of the event', fields: 'Fields', rules: 'Rules', raw: 'Raw bytes',
  findField: 'Find a field or a value', field: 'Field', value: 'Value', huntValue: 'Hunt', huntFor: 'Hunt for this {{name}}', noSuchField: 'No field fits.',
  rawView: 'View of the bytes', text: 'Text', hex: 'Hex', bytes_one: '{{bytes}} byte', bytes_other: '{{bytes}} bytes', save: 'Save', firstBytes: 'The first {{bytes}} bytes are shown.',
  audited: 'That you looked at these bytes is in the audit trail.',
}

const ja: typeof en = {
  title: 'イベント', previous: '前のイベント', next: '次のイベント', place: '{{at}} / {{of}}',
  time: '時刻', flags: { zoneAssumed: 'タイムゾーンは推定', yearAssumed: '年は推定', recovered: '削除済みレコードから復元' }, dataset: 'データセット', path: 'パス', 'place-in': '位置', recordAt: 'レコード {{record}}（{{offset}} バイト目から）', evidence: '証拠',
  custody: '詳細と保管履歴', id: 'イベント ID', copyId: 'イベント ID をコピー', view: 'イベントの表示', fields: 'フィールド', rules: 'ルール', raw: '生データ',
  findField: 'フィールド名・値を検索', field: 'フィールド', value: '値', huntValue: 'ハント', huntFor: 'この {{name}} をハントする', noSuchField: '一致するフィールドはありません。',
  rawView: '生データの表示形式', text: 'テキスト', hex: '16 進', bytes_one: '{{bytes}} バイト', bytes_other: '{{bytes}} バイト', save: '保存', firstBytes: '先頭の {{bytes}} バイトを表示しています。',
  audited: '生データの閲覧は監査証跡に記録されます。',
}

export const eventWords = { en, ja }
