const en = {
  title: 'Try sample lines', text: 'Paste a few lines, or choose a small file (up to 2 MB): you see how they would be read. Nothing is stored.', lines: 'Lines', file: 'or a file', try: 'See what they yield', trying: 'Reading…',
  advice: { fits: 'These lines are known.', unknown: 'No decoder knows these lines. Begin with the mapping below.', generic: 'They can be read, but no mapping knows them: rules have little to look at. Begin with the mapping below.', programs: 'The lines are syslog; no mapping knows the messages of these programs:' },
  readAs: 'Read as', nothing: 'nothing that is known', events: 'Events', cut: '(only the first were read)', times: 'Times', without: 'Without a time', zone: 'Without a zone', zoneText_one: '{{count}} time was read as UTC: set the zone of the source', zoneText_other: '{{count}} times were read as UTC: set the zone of the source',
  year: 'Without a year', yearText_one: '{{count}} record: the year of arrival is taken', yearText_other: '{{count}} records: the year of arrival is taken', records: 'First records', time: 'Time (UTC)', dataset: 'Dataset', fields: 'Fields',
  errors_one: '{{errors}} record could not be read', errors_other: '{{errors}} records could not be read', byte: 'byte {{offset}}', mapping: 'A mapping to begin with', copy: 'Copy the mapping',
}

const ja: typeof en = {
  title: 'サンプル行を試す', text: '数行を貼り付けるか、小さなファイル(2 MB まで)を選ぶと、どのように読み取られるかを確認できます。保存はされません。', lines: 'ログの行', file: 'またはファイル', try: '読み取り結果を確認', trying: '読み取り中…',
  advice: { fits: '既知の形式です。', unknown: '対応する形式がありません。下のマッピングを出発点にしてください。', generic: '読み取れますが、対応するマッピングがないため、ルールではほとんど判定できません。下のマッピングを出発点にしてください。', programs: 'Syslog として読み取れますが、次のプログラムのメッセージに対応するマッピングがありません:' },
  readAs: '読み取り形式', nothing: '該当なし', events: 'イベント', cut: '(先頭部分のみ)', times: '時刻', without: '時刻なし', zone: 'タイムゾーンなし', zoneText_one: '{{count}} 件を UTC とみなしました。ソースのタイムゾーンを設定してください', zoneText_other: '{{count}} 件を UTC とみなしました。ソースのタイムゾーンを設定してください',
  year: '年なし', yearText_one: '{{count}} 件: 受信した年とみなします', yearText_other: '{{count}} 件: 受信した年とみなします', records: '先頭のレコード', time: '時刻(UTC)', dataset: 'データセット', fields: 'フィールド',
  errors_one: '読み取れなかったレコード {{errors}} 件', errors_other: '読み取れなかったレコード {{errors}} 件', byte: '{{offset}} バイト目', mapping: 'マッピングのひな形', copy: 'マッピングをコピー',
}

export const sampleWords = { en, ja }
