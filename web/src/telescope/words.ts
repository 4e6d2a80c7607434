const en = {
  title: 'Telescope', subtitle: 'What comes to addresses nobody uses, while it comes',
  off: 'No sensor runs', offText: 'Name an interface in noroshi.yaml under telescope: and start Noroshi again. The documentation of the telescope says how.',
  state: { starting: 'Starting', running: 'Watching {{source}}', waiting: 'Nothing is captured from {{source}}; it is tried again', ended: '{{source}} has been read to its end' },
  since: 'Since', last: 'Last packet', perSecond: '{{rate}} packets a second',
  packets: 'Packets', sources: 'Sources', dropped: 'Dropped', droppedText: 'came faster than they were read', warningCount: 'Warnings',
  notStored: 'Not stored', notWatched: 'Not for the watched space', malformed: 'Malformed', reading: 'Reading',
  warnings: 'Warnings to members', noWarnings: 'No member has shown itself.', organisation: 'Organisation', address: 'Address', kind: 'Kind', ports: 'Ports', tools: 'Tools', spoofed: 'Forged?', seen: 'Last seen',
  warningKind: { internal: 'came to its own unused space', external: 'came to unused space of others', backscatter: 'answers a flood' },
  minutes: 'Packets by minute', noMinutes: 'The first minute is not over yet.', minuteBar: '{{at}}: {{packets}} packets, {{sources}} sources',
  portsTitle: 'Ports of the last minute', port: 'Port', kindsTitle: 'Kinds of the last minute',
  attacks: 'Attacks elsewhere', noAttacks: 'No attack is known from answers.', target: 'Target', rate: 'Most in a minute',
  unknown: 'Unknown tools', noUnknown: 'No group of sources shares an unknown mark.', name: 'Name', rule: 'Rule',
}

const ja: typeof en = {
  title: 'テレスコープ', subtitle: '未使用アドレスに届くパケットをリアルタイムで観測',
  off: 'センサーは動作していません', offText: 'noroshi.yaml の telescope: にインターフェースを指定し、Noroshi を再起動してください。設定方法はテレスコープのドキュメントにあります。',
  state: { starting: '起動中', running: '{{source}} を観測中', waiting: '{{source}} から取得できていません。再試行します', ended: '{{source}} を最後まで読み取りました' },
  since: '開始', last: '最後のパケット', perSecond: '毎秒 {{rate}} パケット',
  packets: 'パケット', sources: '送信元', dropped: '取りこぼし', droppedText: '読み取りが追いつかなかったパケット', warningCount: '警告',
  notStored: '保存されなかったパケット', notWatched: '観測対象外', malformed: '不正な形式', reading: '読み取り',
  warnings: '参加組織への警告', noWarnings: '参加組織のアドレスは現れていません。', organisation: '組織', address: 'アドレス', kind: '種別', ports: 'ポート', tools: 'ツール', spoofed: '詐称の可能性', seen: '最終観測',
  warningKind: { internal: '自組織の未使用アドレスに到達', external: '他組織などの未使用アドレスに到達', backscatter: '攻撃への応答' },
  minutes: '分ごとのパケット数', noMinutes: '最初の 1 分がまだ終わっていません。', minuteBar: '{{at}}: {{packets}} パケット、送信元 {{sources}} 件',
  portsTitle: '直近 1 分のポート', port: 'ポート', kindsTitle: '直近 1 分の種別',
  attacks: '他所への攻撃', noAttacks: '応答パケットから推定される攻撃はありません。', target: '攻撃対象', rate: '1 分間の最大数',
  unknown: '未知のツール', noUnknown: '共通の未知の特徴を持つ送信元群はありません。', name: '名前', rule: '規則',
}

export const telescopeWords = { en, ja }
