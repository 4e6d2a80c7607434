const en = {
  title: 'Whose is it', subtitle: 'Whose an address was at a moment, and how that is known', address: 'Address', at: 'Time (UTC)', now: 'now', ask: 'Look it up', port: ' port {{port}}',
  ofCase: 'Whose are the addresses',
  begin: 'Which address?', beginText: 'Give an address, with a time if it was not now: you see the device, the person and who answers for it, with the log line of each step. Where translations share an address, give the port too: 198.51.100.1:40001.',
  nothing: 'Nothing is known of this address at that time', nothingText: 'No log of a lease, a session or a translation tells of it, and the register has no network or device with it. Collect DHCP or VPN logs, or enter its prefix into the register.',
  known: { owner: 'Answers for it', organisation: 'Organisation', user: 'User', device: 'Device', place: 'Place', site: 'Site', host: 'Calls itself', mac: 'Machine', inner: 'On the inside', prefix: 'Network', criticality: 'Criticality' },
  confidence: { high: 'high confidence', medium: 'medium confidence', low: 'low confidence' }, nobody: 'Nobody had it then, as far as logs and register tell.', how: 'How this is known', seeEvent: 'See the event', entry: 'In the register:',
  since: 'Who had it since', from: 'From', until: 'Until', holder: 'Who', kind: 'By', step: { lease: 'lease', session: 'session', translation: 'translation', neighbour: 'seen together', logon: 'sign-in' },
}

const ja: typeof en = {
  title: 'アドレスの照会', subtitle: 'その時刻にアドレスを使っていた機器・利用者と、その根拠', address: 'アドレス', at: '時刻(UTC)', now: '現在', ask: '照会', port: ' ポート {{port}}',
  ofCase: 'アドレスの利用者',
  begin: 'アドレスを入力してください', beginText: '現在以外について調べる場合は時刻も入力してください。機器、利用者、責任者を、各段階の根拠となるログとともに示します。アドレス変換で共有されている場合は、198.51.100.1:40001 のようにポートも指定してください。',
  nothing: 'この時刻のこのアドレスについては何もわかっていません', nothingText: '割り当て、接続、アドレス変換のログがなく、登録簿にも該当するネットワークや機器がありません。DHCP や VPN のログを収集するか、プレフィックスを登録してください。',
  known: { owner: '責任者', organisation: '組織', user: 'ユーザー', device: '機器', place: '設置場所', site: '拠点', host: '自称ホスト名', mac: 'MAC アドレス', inner: '内側のアドレス', prefix: 'ネットワーク', criticality: '重要度' },
  confidence: { high: '確度: 高', medium: '確度: 中', low: '確度: 低' }, nobody: 'ログと登録簿からは、当時の利用者はわかりません。', how: '根拠', seeEvent: 'イベントを見る', entry: '登録簿:',
  since: 'その後の利用者', from: '開始', until: '終了', holder: '利用者', kind: '種別', step: { lease: '割り当て', session: '接続', translation: 'アドレス変換', neighbour: '同時に観測', logon: 'サインイン' },
}

export const whoWords = { en, ja }
