const en = {
  title: 'Hunt', subtitle: 'Any question to all events, in the language that every reason uses', query: 'Query', placeholder: 'Image:*\\powershell.exe CommandLine:"*-enc*" | count by Computer',
  fields: 'Fields', run: 'Run', from: 'From (UTC)', to: 'Before (UTC)', allTime: 'All time', copyLink: 'Copy the link to this hunt', errorAt: 'At character {{at}}:',
  nothing: 'No event fits', nothingMend: 'Take a term away, or ask for more time.', rows_one: '{{rows}} row', rows_other: '{{rows}} rows',
  events_one: '{{events}} event', events_other: '{{events}} events', firstEvents_one: 'The first event', firstEvents_other: 'The first {{events}} events',
  exportShown: 'Saves what is shown here', counts: 'Counts', count: 'Count', share: 'Share', absent: 'absent', withoutTime_one: '{{events}} event has no time.', withoutTime_other: '{{events}} events have no time.', otherGroups: '{{events}} more events are in groups that are not shown.', record: 'record {{record}}', onlyDataset: 'Only this dataset', open: 'Raw event',
  histogram_one: '{{total}} events over time, in {{count}} bar', histogram_other: '{{total}} events over time, in {{count}} bars', brush: 'Draw over the bars to narrow the time. UTC.',
  examples: 'What can be asked',
  example: {
    word: 'a word anywhere in an event', field: 'fields with wildcards, joined', address: 'addresses in a network', missing: 'with exceptions',
    rule: 'which rules matched how often', count: 'how many for each value', chart: 'how many each day',
  },
}

const ja: typeof en = {
  title: 'ハント', subtitle: 'すべてのイベントを自由に検索できます。判断の根拠と同じ検索言語を使います', query: '検索式', placeholder: 'Image:*\\powershell.exe CommandLine:"*-enc*" | count by Computer',
  fields: 'フィールド', run: '検索', from: '開始（UTC）', to: '終了（UTC）', allTime: '全期間', copyLink: 'この検索へのリンクをコピー', errorAt: '{{at}} 文字目:',
  nothing: '一致するイベントはありません', nothingMend: '条件を減らすか、期間を広げてください。', rows_one: '{{rows}} 行', rows_other: '{{rows}} 行',
  events_one: '{{events}} 件のイベント', events_other: '{{events}} 件のイベント', firstEvents_one: '最初の 1 件', firstEvents_other: '最初の {{events}} 件',
  exportShown: '表示中の内容を保存します', counts: '集計', count: '件数', share: '割合', absent: '値なし', withoutTime_one: '時刻のないイベントが {{events}} 件あります。', withoutTime_other: '時刻のないイベントが {{events}} 件あります。', otherGroups: '表示していないグループに、ほか {{events}} 件のイベントがあります。', record: 'レコード {{record}}', onlyDataset: 'このデータセットに絞る', open: '生イベント',
  histogram_one: 'イベント {{total}} 件の時間分布（棒 {{count}} 本）', histogram_other: 'イベント {{total}} 件の時間分布（棒 {{count}} 本）', brush: 'グラフをドラッグすると期間を絞り込めます。時刻は UTC です。',
  examples: '検索の例',
  example: {
    word: 'イベント内の任意の単語', field: 'ワイルドカードを使ったフィールドの組み合わせ', address: 'ネットワーク範囲に含まれるアドレス', missing: '除外条件',
    rule: 'ルールごとの一致件数', count: '値ごとの件数', chart: '日ごとの件数',
  },
}

export const huntWords = { en, ja }
