import { whoWords } from './who-words.ts'

const en = {
  title: 'Register', subtitle: 'Whose networks, devices and people these are', tabs: 'The register', entries: 'Entries', back: 'All entries',
  kinds: { organisation: 'Organisation', site: 'Site', prefix: 'Prefix', domain: 'Domain', device: 'Device', contact: 'Contact' },
  none: 'The register is empty', noneMend: 'Import what you have: a CSV list of devices, a NetBox export, RDAP answers or an LDAP export; or add entries one by one. Findings then say whose the device is.', noneText: 'An analyst imports or adds entries.', noneFound: 'No entry says that', noneFoundMend: 'Search for another word, or for all kinds.',
  search: 'Search entries', kindTitle: 'Kind', allKinds: 'All kinds', what: 'What', says: 'What it says', changed: 'Changed', history: 'What it said before', wasNew: 'entered', wasRemoved: 'removed', wasChanged: 'changed',
  import: 'Import', add: 'Add an entry', addTitle: 'Add an entry', change: 'Change', changeTitle: 'Change {{key}}', editText: 'What others refer to is written as its key; it need not be there yet.', save: 'Save', kept: '{{key}} is kept',
  remove: 'Remove', removeTitle: 'Remove {{key}}', removeText: 'Looking up whose an address is no longer finds it. Its history stays, and the removal can be taken back under Imports.', removed: '{{key}} was removed',
  field: {
    key: 'Key', name: 'Name', parent: 'Belongs to', contacts: 'Contacts', language: 'Language', note: 'Note', organisation: 'Organisation', address: 'Postal address', site: 'Site', use: 'Use', owner: 'Who answers for it', criticality: 'Criticality', since: 'Since', until: 'Until', type: 'Type', macs: 'MAC addresses', addresses: 'Fixed addresses', hostnames: 'Host names',
    serial: 'Serial number', place: 'Place', mail: 'Mail', phone: 'Phone', accounts: 'Accounts', pgpKey: 'PGP key', hours: 'Hours', channel: 'Best told by', network: 'Network', domain: 'Domain', id: 'Key',
  },
  hint: { lines: 'One a line.', owner: 'The key of a contact.', contacts: 'Keys of contacts, one a line.', organisation: 'The key of an organisation.', parent: 'The key of an organisation.', site: 'The key of a site.', since: '2026-11-22, or with a time; empty: always.', until: '2026-11-22, or with a time; empty: always.', addresses: 'That are always its own, one a line.', accounts: 'What logs call this person, one a line.', hours: '24x7, or Mon-Fri 09:00-17:30 Asia/Tokyo', pgpKey: 'The fingerprint, or the key in armour.', place: 'Building, room, rack, socket.' },
  keyText: { organisation: 'A short name that stays.', site: 'A short name that stays.', prefix: 'A network in CIDR notation.', domain: 'A domain name.', device: 'Its inventory number or name; it stays.', contact: 'A short name of the person or desk; it stays.' },
  example: { organisation: 'lab', site: 'east-campus', prefix: '192.0.2.0/24', domain: 'example.jp', device: 'pc-7', contact: 'eve' },
  choice: { used: 'used', unused: 'unused: nobody should answer there', reserved: 'reserved', low: 'low', medium: 'medium', high: 'high', critical: 'critical', en: 'English', ja: 'Japanese', mail: 'mail', phone: 'phone', chat: 'chat', webhook: 'webhook' },
  who: whoWords.en,
  machines: {
    title: 'Seen machines', subtitle: 'Machines that logs of DHCP, RADIUS, ARP and agents tell of', none: 'No log has told of a machine yet', noneMend: 'Collect the logs of a DHCP server, a RADIUS server or a VPN: who had which address is learnt from them as they arrive.',
    mac: 'MAC address', calls: 'Calls itself, user, place', address: 'Last address', device: 'In the register', first: 'First seen', last: 'Last seen', madeUp: 'made up by the machine', enter: 'Enter it', unknown: 'not registered',
  },
  imports: {
    title: 'Imports', subtitle: 'Files that were taken into the register, and changes by hand', before: 'Before', none: 'Nothing was imported or changed yet.', file: 'Take a file', fileText: 'CSV (with a line of field names, English or Japanese), RDAP answers, NetBox JSON or an LDAP export. The form is told by the content. You see what it would do before anything is changed.', choose: 'File', kind: 'CSV without a kind', byFile: 'as the file says', reading: 'Reading…', preview: 'Preview',
    take_one: 'Take {{count}} change', take_other: 'Take {{count}} changes', would: 'What it would do', nothing: 'nothing', taken: 'Taken as import {{number}}', results: { created: 'new', changed: 'changed', same: 'the same', refused: 'refused' }, result: 'Result', line: 'Line', details: 'Details', shownOf: 'The first {{shown}} of {{total}}.',
    counts: { created: '{{count}} new', changed: '{{count}} changed', removed: '{{count}} removed', same: '{{count}} the same', refused: '{{count}} refused' }, number: 'import {{number}}', numberTitle: 'No.', at: 'Time (UTC)', person: 'Who', source: 'What', done: 'Done', undo: 'Take back', undoOf: 'Take back import {{number}}', undone: 'taken back',
    restored_one: '{{count}} entry is as before', restored_other: '{{count}} entries are as before', restoredSome_one: '{{count}} entry is as before; {{kept}} were changed since and stay', restoredSome_other: '{{count}} entries are as before; {{kept}} were changed since and stay',
  },
}

const ja: typeof en = {
  title: '登録簿', subtitle: 'ネットワーク、機器、担当者の情報', tabs: '登録簿', entries: '登録内容', back: '登録内容の一覧',
  kinds: { organisation: '組織', site: '拠点', prefix: 'プレフィックス', domain: 'ドメイン', device: '機器', contact: '連絡先' },
  none: '登録簿は空です', noneMend: '手元の情報を取り込んでください。機器一覧の CSV、NetBox のエクスポート、RDAP の応答、LDAP のエクスポートに対応しています。1 件ずつ追加することもできます。登録すると、検知に機器の所属が表示されます。', noneText: '登録の取り込みと追加はアナリストが行います。', noneFound: '該当する登録はありません', noneFoundMend: '別の語で検索するか、種別を「すべて」にしてください。',
  search: '登録内容を検索', kindTitle: '種別', allKinds: 'すべての種別', what: '対象', says: '内容', changed: '変更日時', history: '変更履歴', wasNew: '登録', wasRemoved: '削除', wasChanged: '変更',
  import: '取り込み', add: '追加', addTitle: '登録を追加', change: '変更', changeTitle: '{{key}} を変更', editText: 'ほかの登録を参照するときは、そのキーを書きます。参照先は後から登録しても構いません。', save: '保存', kept: '{{key}} を保存しました',
  remove: '削除', removeTitle: '{{key}} を削除', removeText: 'アドレスの照会では使われなくなります。履歴は残り、「取り込み」から元に戻せます。', removed: '{{key}} を削除しました',
  field: {
    key: 'キー', name: '名称', parent: '上位組織', contacts: '連絡先', language: '言語', note: '備考', organisation: '組織', address: '住所', site: '拠点', use: '用途', owner: '責任者', criticality: '重要度', since: '開始日時', until: '終了日時', type: '種類', macs: 'MAC アドレス', addresses: '固定アドレス', hostnames: 'ホスト名',
    serial: 'シリアル番号', place: '設置場所', mail: 'メール', phone: '電話', accounts: 'アカウント', pgpKey: 'PGP 鍵', hours: '対応時間', channel: '優先する連絡手段', network: 'ネットワーク', domain: 'ドメイン', id: 'キー',
  },
  hint: { lines: '1 行に 1 つ入力します。', owner: '連絡先のキー。', contacts: '連絡先のキーを 1 行に 1 つ入力します。', organisation: '組織のキー。', parent: '組織のキー。', site: '拠点のキー。', since: '2026-11-22 の形式(時刻も可)。空欄の場合は常に有効です。', until: '2026-11-22 の形式(時刻も可)。空欄の場合は常に有効です。', addresses: '常にこの機器が使うものを 1 行に 1 つ入力します。', accounts: 'ログに現れる名前を 1 行に 1 つ入力します。', hours: '24x7、または Mon-Fri 09:00-17:30 Asia/Tokyo', pgpKey: 'フィンガープリント、または ASCII 形式の鍵。', place: '建物、部屋、ラック、情報コンセントなど。' },
  keyText: { organisation: '変わらない短い名前。', site: '変わらない短い名前。', prefix: 'CIDR 表記のネットワーク。', domain: 'ドメイン名。', device: '管理番号や機器名。後から変更できません。', contact: '担当者や窓口の短い名前。後から変更できません。' },
  example: { organisation: 'lab', site: 'east-campus', prefix: '192.0.2.0/24', domain: 'example.jp', device: 'pc-7', contact: 'eve' },
  choice: { used: '使用中', unused: '未使用(本来は応答する機器なし)', reserved: '予約済み', low: '低', medium: '中', high: '高', critical: '最重要', en: '英語', ja: '日本語', mail: 'メール', phone: '電話', chat: 'チャット', webhook: 'Webhook' },
  who: whoWords.ja,
  machines: {
    title: '観測された機器', subtitle: 'DHCP、RADIUS、ARP、エージェントのログに現れた機器', none: '機器を示すログはまだありません', noneMend: 'DHCP サーバー、RADIUS サーバー、VPN のログを収集してください。届いたログから、アドレスの利用者がわかるようになります。',
    mac: 'MAC アドレス', calls: '自称ホスト名・ユーザー・場所', address: '最後のアドレス', device: '登録', first: '初回観測', last: '最終観測', madeUp: '機器が生成したアドレス', enter: '登録する', unknown: '未登録',
  },
  imports: {
    title: '取り込み', subtitle: '取り込んだファイルと、手作業による変更', before: 'これまでの取り込み', none: '取り込みや変更はまだありません。', file: 'ファイルの取り込み', fileText: 'CSV(1 行目は項目名。英語・日本語に対応)、RDAP の応答、NetBox の JSON、LDAP のエクスポートを取り込めます。形式は内容から判定します。変更前に結果を確認できます。', choose: 'ファイル', kind: '種別列のない CSV', byFile: 'ファイルの記載に従う', reading: '読み取り中…', preview: '結果を確認',
    take_one: '{{count}} 件を反映', take_other: '{{count}} 件を反映', would: '反映した場合の結果', nothing: '変更なし', taken: '取り込み番号 {{number}} として反映しました', results: { created: '新規', changed: '変更', same: '変更なし', refused: '拒否' }, result: '結果', line: '行', details: '詳細', shownOf: '全 {{total}} 件のうち先頭 {{shown}} 件。',
    counts: { created: '新規 {{count}}', changed: '変更 {{count}}', removed: '削除 {{count}}', same: '変更なし {{count}}', refused: '拒否 {{count}}' }, number: '取り込み番号 {{number}}', numberTitle: '番号', at: '時刻(UTC)', person: '実施者', source: '対象', done: '結果', undo: '元に戻す', undoOf: '取り込み番号 {{number}} を元に戻す', undone: '取り消し済み',
    restored_one: '{{count}} 件を以前の内容に戻しました', restored_other: '{{count}} 件を以前の内容に戻しました', restoredSome_one: '{{count}} 件を以前の内容に戻しました。その後に変更された {{kept}} 件はそのままです', restoredSome_other: '{{count}} 件を以前の内容に戻しました。その後に変更された {{kept}} 件はそのままです',
  },
}

export const registerWords = { en, ja }
