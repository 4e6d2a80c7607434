const en = {
  title: 'Status', subtitle: 'What is there, and whether all of it has been worked through',
  settled: 'Everything is read', settledText: 'Nothing waits; all findings are folded into cases.', working: 'At work', workingText: '{{waiting}} chunks are still to be read. Cases show the last complete state.',
  cases: 'Cases', matches: 'Matches', events: 'Events', evidence: 'Evidence', datasets: 'Events by dataset', reading: 'Reading',
  chunksDone: 'Chunks read', chunksWaiting: 'Chunks waiting', quarantined: 'Chunks that could not be read', generation: 'Generation of the cases',
  digests: 'Digests', digestsText: 'The sum of all ids modulo 2¹²⁸: the same evidence and rules give the same digests on every machine.', copyDigest: 'Copy the digest: {{name}}',
}

const ja: typeof en = {
  title: '稼働状況', subtitle: '保存されているデータと処理の進み具合',
  settled: 'すべて処理済み', settledText: '待機中の処理はなく、すべての検知がケースにまとめられています。', working: '処理中', workingText: '未処理のチャンクが {{waiting}} 件あります。ケースには直近の完了時点の内容を表示しています。',
  cases: 'ケース', matches: '一致', events: 'イベント', evidence: '証拠', datasets: 'データセット別イベント数', reading: '読み取り',
  chunksDone: '読み取り済みチャンク', chunksWaiting: '待機中のチャンク', quarantined: '読み取れなかったチャンク', generation: 'ケースの世代',
  digests: 'ダイジェスト', digestsText: 'すべての識別子の和（2¹²⁸ を法とする）です。同じ証拠と同じルールからは、どの環境でも同じ値が得られます。', copyDigest: 'ダイジェストをコピー: {{name}}',
}

export const statusWords = { en, ja }
