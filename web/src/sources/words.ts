import { sensorWords } from './sensor-words.ts'
import { sampleWords } from './sample-words.ts'

const en = {
  title: 'Sources', subtitle: 'What arrives all day, and whether it does', tabs: 'What is collected', back: 'All sources',
  none: 'Nothing is collected yet', noneMend: 'Add a source here, or under sources: in noroshi.yaml. Syslog, Elasticsearch, Splunk and OpenTelemetry senders need no change but the address.', noneText: 'An administrator adds sources here or in noroshi.yaml.',
  name: 'Name', stateTitle: 'State', rate: 'Rate', lag: 'Lag', last: 'Last record', dropped: 'Dropped', malformed: 'Refused', notDecoded: 'Not decoded', never: 'never', perSecond: '{{rate}}/s', seconds: '{{seconds}} s',
  state: { taking: 'Taking', silent: 'Silent', paused: 'Paused', failed: 'Failed', stopped: 'Stopped' },
  stateText: {
    taking: 'What is sent is taken and kept.', silent: 'Nothing came for much longer than its own rhythm; a finding says so too.', paused: 'Nothing is taken or acknowledged until the reason is gone. It goes on by itself.',
    failed: 'It cannot receive. It is tried again every ten seconds.', stopped: 'Nothing is received.',
  },
  origin: { file: 'from noroshi.yaml', console: 'added here', sensor: 'of a remote sensor' },
  originText: { file: 'This source stands in noroshi.yaml and is changed there.', console: 'An administrator can change this source.', sensor: 'A remote sensor collects this source; what it is to collect is said on the page of the sensor.' },
  kind: {
    syslog: 'Syslog', bulk: 'Elasticsearch _bulk (Beats, Fluent Bit, Vector)', hec: 'Splunk HTTP Event Collector', otlp: 'OpenTelemetry logs', files: 'Files on this machine', flows: 'NetFlow, IPFIX, sFlow', mailbox: 'Mailbox', pull: 'Fetched from elsewhere', dnstap: 'dnstap', gateway: 'Gateway to language models', telescope: 'Telescope',
  },
  kindText: {
    syslog: 'Network devices and servers send it; over TLS it is safe from listeners.', bulk: 'Shippers made for Elasticsearch send unchanged.', hec: 'Shippers made for Splunk send unchanged.', otlp: 'The OpenTelemetry collector sends unchanged.',
    files: 'Files that fit are followed as they grow, through rotation.', flows: 'Routers and switches export who spoke with whom.', mailbox: 'Reports and notices that arrive by mail, or that another program puts into a folder.', pull: 'What a URL holds, the objects of an S3-compatible store, or the files of a folder.', dnstap: 'DNS servers tell what they were asked and what they answered.',
  },
  rateTile: 'records a second', records: 'records taken', events: 'events in the store', lagTile: 'seconds behind', taken: 'Where and how', places: 'Taken at', connections: 'Open now', waiting: 'Waiting for the store', segments_one: '{{segments}} segment ({{bytes}})', segments_other: '{{segments}} segments ({{bytes}})',
  evidence: 'Evidence', seeEvidence: 'What it sent', malformedTitle: 'Refused or cut ({{malformed}})', noMalformed: 'Nothing was refused since the server started.', notDecodedTitle: 'Not decoded ({{errors}})', noErrors: 'Every record became an event since the server started.',
  clock: {
    title: 'Clock of those who send', unknown: 'Nothing is known yet: it takes some records with a time of their own.', right: 'It is right; records arrive within {{delay}}.', late: 'Records are held back for {{delay}}; that says nothing of the clock.', ahead: 'It is {{off}} ahead.', behind: 'It is {{off}} behind.',
    zone: 'Off by {{off}}: most likely the wrong time zone.', mendZone: 'Set the zone of the source to {{zone}}.', mendSender: 'Set the zone at the sender: its records name one.',
  },
  add: 'Add a source', addTitle: 'Add a source', addText: 'It is tried first, taken into use without a restart, and kept.', added: '{{name}} is collected', change: 'Change', changeTitle: 'Change {{name}}', changeText: 'If it cannot receive as changed, it goes on as before.', changed: '{{name}} was changed',
  remove: 'Remove', removeTitle: 'Remove {{name}}', removeText: 'Nothing more is taken from now on. What it sent stays, with its findings and cases.', removed: '{{name}} was removed',
  settings: 'Configuration', changedBy: 'Changed by {{person}}, {{at}} UTC', secretKept: 'set; it is shown to nobody', secretStays: 'Set already; left empty, it stays as it is.', referenceHint: 'The name of an environment variable of the server that begins with NOROSHI_SOURCE_, or the path of a file below collection.consoleFolders.', kindTitle: 'How records arrive', moreFields: 'More', optional: ' (optional)', asUsual: 'as usual',
  try: 'Test', tryAgain: 'Test again', trying: 'Testing…', tryFirst: 'A source is tested before it is saved.', save: 'Save', saving: 'Saving…',
  trial: { works: 'It can receive', fails: 'It cannot receive', troubles: 'While it was tested:' },
  field: {
    kind: 'How records arrive', name: 'Name', zone: 'Time zone', dataset: 'Dataset', udp: 'UDP addresses', tcp: 'TCP addresses', tls: 'TLS addresses', http: 'HTTP addresses (this machine only)', https: 'HTTPS addresses', allow: 'Networks that may send', certificate: 'Certificate file', key: 'Private key file',
    clientAuthority: 'Authorities of senders', format: 'What a message is', paths: 'Files', tokens: 'Tokens that senders show', users: 'Users and passwords', unix: 'Sockets of this machine', host: 'Mail server (IMAP)', port: 'Port', security: 'Encryption', authority: 'Authorities of the server', user: 'User', password: 'Where the password stands', mailbox: 'Mailbox', markSeen: 'Mark as read what was taken', folder: 'Folder', moveTo: 'Move to, once taken', everySeconds: 'Seconds between looks', mostMb: 'Largest content in MB',
    url: 'Address of the feed', authorization: 'Where the Authorization header stands', bucket: 'Bucket', endpoint: 'Address of the store', region: 'Region', prefix: 'Keys begin with', accessKey: 'Access key', secretKey: 'Where the secret key stands', sessionToken: 'Where the session token stands',
  },
  hint: {
    name: 'Small letters, digits, - _ and . only. Its evidence is known by it, so it stays.', zone: 'For local times that name no zone; else they are read as UTC and flagged.', dataset: 'Only if all that comes is of one kind and is not recognised by itself.', udp: 'One address and port a line.', tcp: 'One address and port a line.', tls: 'One address and port a line.',
    http: 'Without encryption, so for this machine alone.', https: 'One address and port a line.', allow: 'One network a line; empty: whoever reaches the address.', certificate: 'In PEM; empty: that of the server.', key: 'In PEM; empty: that of the server.', clientAuthority: 'In PEM: only senders with a certificate of theirs are taken.',
    format: 'Recognised per line for syslog.', paths: 'One path a line; * ** ? and {a,b} stand for parts of names. Which folders may be read is said by collection.consoleFolders in noroshi.yaml.', tokens: 'One a line, at least 8 characters; of Beats as id:key.', users: 'A line each: name: password.', unix: 'One path a line.', host: 'Or give a folder, in which another program puts mails and reports.', port: 'Empty: 993, or 143 with STARTTLS.', security: 'TLS from the first byte, unless the server knows only STARTTLS.', authority: 'In PEM; empty: those of the system.', user: 'To sign in with.', mailbox: 'Empty: INBOX.', markSeen: 'Otherwise nothing is changed on the server.', folder: 'Each file in it is taken whole, once. It must be below collection.consoleFolders of noroshi.yaml.', moveTo: 'A mailbox of the same account, or a folder; empty: it stays.', everySeconds: 'How often is looked for something new.', mostMb: 'What is larger is not taken but told.',
    url: 'Fetched whenever it has changed. One of address, bucket and folder.', bucket: 'Of an S3-compatible store; each version of an object is taken once.', endpoint: 'Empty: Amazon S3.', region: 'Empty: us-east-1.', prefix: 'Empty: all objects.', accessKey: 'Empty where anybody may read.',
  },
  example: { name: 'core-firewall', zone: 'Asia/Tokyo', dataset: 'linux.syslog', udp: '0.0.0.0:514', tcp: '0.0.0.0:514', tls: '0.0.0.0:6514', http: '127.0.0.1:9200', https: '0.0.0.0:9200', allow: '192.0.2.0/24', paths: '/var/log/nginx/*.log' },
  choice: { syslog: 'Syslog', json: 'JSON', text: 'Any text', lines: 'Lines known to a mapping', tls: 'TLS', starttls: 'STARTTLS', none: 'none (this machine only)', 'access-log': 'Access log of a web server' },
  sensors: sensorWords.en,
  sample: sampleWords.en,
}

const ja: typeof en = {
  title: 'ソース', subtitle: '常時届くログと、その受信状況', tabs: '収集', back: 'ソース一覧',
  none: 'まだ何も収集していません', noneMend: 'この画面か noroshi.yaml の sources: でソースを追加してください。Syslog、Elasticsearch、Splunk、OpenTelemetry の送信側は、宛先を変えるだけで利用できます。', noneText: 'ソースは管理者がこの画面か noroshi.yaml で追加します。',
  name: '名前', stateTitle: '状態', rate: '受信速度', lag: '遅延', last: '最後のレコード', dropped: '取りこぼし', malformed: '拒否', notDecoded: '解読不可', never: 'なし', perSecond: '{{rate}} 件/秒', seconds: '{{seconds}} 秒',
  state: { taking: '受信中', silent: '途絶', paused: '一時停止', failed: '受信不可', stopped: '停止' },
  stateText: {
    taking: '届いたデータを受け取り、保存しています。', silent: '通常の間隔を大きく超えて何も届いていません。検知としても通知されます。', paused: '原因が解消するまで、受信も受領の応答も行いません。解消すると自動で再開します。',
    failed: '受信できません。10 秒ごとに再試行しています。', stopped: '受信していません。',
  },
  origin: { file: 'noroshi.yaml で設定', console: 'この画面で追加', sensor: 'リモートセンサー' },
  originText: { file: 'このソースは noroshi.yaml で設定されています。変更は noroshi.yaml で行ってください。', console: 'このソースは管理者が変更できます。', sensor: 'このソースはリモートセンサーが収集しています。収集内容はセンサーの画面で設定します。' },
  kind: {
    syslog: 'Syslog', bulk: 'Elasticsearch _bulk(Beats、Fluent Bit、Vector)', hec: 'Splunk HTTP Event Collector', otlp: 'OpenTelemetry ログ', files: 'このマシンのファイル', flows: 'NetFlow・IPFIX・sFlow', mailbox: 'メールボックス', pull: '外部からの取得', dnstap: 'dnstap', gateway: '言語モデルのゲートウェイ', telescope: 'テレスコープ',
  },
  kindText: {
    syslog: 'ネットワーク機器やサーバーから受信します。TLS を使うと盗聴を防げます。', bulk: 'Elasticsearch 用の転送ツールをそのまま使えます。', hec: 'Splunk 用の転送ツールをそのまま使えます。', otlp: 'OpenTelemetry Collector をそのまま使えます。',
    files: '該当するファイルへの追記を、ローテーションにも対応して読み取ります。', flows: 'ルーターやスイッチが送る通信の記録を受信します。', mailbox: 'メールで届く、または別のプログラムがフォルダーに置く報告や通知を取得します。', pull: 'URL の内容、S3 互換ストレージのオブジェクト、またはフォルダーのファイルを取得します。', dnstap: 'DNS サーバーへの問い合わせと応答を受信します。',
  },
  rateTile: '件/秒', records: '受信レコード', events: '保存済みイベント', lagTile: '秒の遅延', taken: '受信の状況', places: '受信場所', connections: '現在の接続・ファイル', waiting: '保存待ち', segments_one: '{{segments}} セグメント({{bytes}})', segments_other: '{{segments}} セグメント({{bytes}})',
  evidence: '証拠', seeEvidence: '受信した内容を見る', malformedTitle: '拒否・切り詰め({{malformed}} 件)', noMalformed: 'サーバーの起動後に拒否したものはありません。', notDecodedTitle: '解読できなかったレコード({{errors}} 件)', noErrors: 'サーバーの起動後に受信したレコードは、すべてイベントになっています。',
  clock: {
    title: '送信側の時計', unknown: 'まだ判断できません。時刻を含むレコードがある程度必要です。', right: '正確です。レコードは {{delay}}以内に届いています。', late: 'レコードが {{delay}}ほど遅れて届いています。時計のずれではありません。', ahead: '{{off}}進んでいます。', behind: '{{off}}遅れています。',
    zone: '{{off}}ずれています。タイムゾーンの誤りと考えられます。', mendZone: 'このソースのタイムゾーンを {{zone}} に設定してください。', mendSender: 'レコードにタイムゾーンが含まれているため、送信側で設定してください。',
  },
  add: 'ソースを追加', addTitle: 'ソースを追加', addText: '最初にテストし、再起動せずに使い始めて、設定を保存します。', added: '{{name}} の収集を始めました', change: '変更', changeTitle: '{{name}} を変更', changeText: '変更後の設定で受信できない場合は、元の設定のまま動き続けます。', changed: '{{name}} を変更しました',
  remove: '削除', removeTitle: '{{name}} を削除', removeText: '以後は何も受信しません。受信済みのデータと、その検知やケースは残ります。', removed: '{{name}} を削除しました',
  settings: '設定', changedBy: '最終変更: {{person}}、{{at}} UTC', secretKept: '設定済み(表示されません)', secretStays: '設定済みです。空欄のままにすると変わりません。', referenceHint: 'NOROSHI_SOURCE_ で始まるサーバーの環境変数の名前、または collection.consoleFolders の下にあるファイルのパス。', kindTitle: '受信方法', moreFields: '詳細', optional: '(任意)', asUsual: '既定',
  try: 'テスト', tryAgain: '再テスト', trying: 'テスト中…', tryFirst: 'テストに成功すると保存できます。', save: '保存', saving: '保存中…',
  trial: { works: '受信できます', fails: '受信できません', troubles: 'テスト中の問題:' },
  field: {
    kind: '受信方法', name: '名前', zone: 'タイムゾーン', dataset: 'データセット', udp: 'UDP のアドレス', tcp: 'TCP のアドレス', tls: 'TLS のアドレス', http: 'HTTP のアドレス(このマシンのみ)', https: 'HTTPS のアドレス', allow: '送信を許可するネットワーク', certificate: '証明書ファイル', key: '秘密鍵ファイル',
    clientAuthority: '送信側の認証局', format: 'メッセージの形式', paths: 'ファイル', tokens: '送信側が示すトークン', users: 'ユーザー名とパスワード', unix: 'このマシンのソケット', host: 'メールサーバー(IMAP)', port: 'ポート', security: '暗号化', authority: 'サーバーの認証局', user: 'ユーザー名', password: 'パスワードの保管場所', mailbox: 'メールボックス', markSeen: '取得したメールを既読にする', folder: 'フォルダー', moveTo: '取得後の移動先', everySeconds: '確認の間隔(秒)', mostMb: '1 件の上限(MB)',
    url: 'フィードの URL', authorization: 'Authorization ヘッダーの保管場所', bucket: 'バケット', endpoint: 'ストレージの URL', region: 'リージョン', prefix: 'キーの先頭', accessKey: 'アクセスキー', secretKey: 'シークレットキーの保管場所', sessionToken: 'セッショントークンの保管場所',
  },
  hint: {
    name: '小文字の英字、数字、- _ . が使えます。証拠の識別に使うため、後から変更できません。', zone: 'タイムゾーンのない時刻に使います。未設定の場合は UTC とみなし、その旨を記録します。', dataset: '届くものがすべて同じ種類で、自動では認識されない場合だけ指定します。', udp: '1 行に 1 つ、アドレスとポートを指定します。', tcp: '1 行に 1 つ、アドレスとポートを指定します。', tls: '1 行に 1 つ、アドレスとポートを指定します。',
    http: '暗号化されないため、このマシンからのみ受信します。', https: '1 行に 1 つ、アドレスとポートを指定します。', allow: '1 行に 1 つ指定します。空欄の場合は、到達できるすべての送信元から受信します。', certificate: 'PEM 形式。空欄の場合はサーバーの証明書を使います。', key: 'PEM 形式。空欄の場合はサーバーの秘密鍵を使います。', clientAuthority: 'PEM 形式。この認証局の証明書を持つ送信元からのみ受信します。',
    format: 'Syslog の場合は行ごとに自動で認識します。', paths: '1 行に 1 つ指定します。* ** ? {a,b} が使えます。読み取れるフォルダーは noroshi.yaml の collection.consoleFolders で決まります。', tokens: '1 行に 1 つ、8 文字以上。Beats の場合は id:key の形式です。', users: '1 行に 1 つ、「名前: パスワード」の形式です。', unix: '1 行に 1 つ、パスを指定します。', host: 'または、別のプログラムがメールや報告書を置くフォルダーを指定します。', port: '空欄の場合は 993(STARTTLS では 143)。', security: 'サーバーが STARTTLS のみに対応する場合を除き、TLS を選びます。', authority: 'PEM 形式。空欄の場合はシステムの認証局を使います。', user: 'サインインに使う名前。', mailbox: '空欄の場合は INBOX。', markSeen: '選ばない場合、サーバー上の状態は変わりません。', folder: '中の各ファイルを 1 回ずつ、全体として取得します。noroshi.yaml の collection.consoleFolders の下に限られます。', moveTo: '同じアカウントのメールボックス、またはフォルダー。空欄の場合は移動しません。', everySeconds: '新しいものを確認する間隔です。', mostMb: 'これより大きいものは取得せず、その旨を表示します。',
    url: '変更されるたびに取得します。URL、バケット、フォルダーのいずれか 1 つを指定します。', bucket: 'S3 互換ストレージのバケット。各オブジェクトの各版を 1 回ずつ取得します。', endpoint: '空欄の場合は Amazon S3。', region: '空欄の場合は us-east-1。', prefix: '空欄の場合はすべてのオブジェクト。', accessKey: '誰でも読める場合は空欄にします。',
  },
  example: { name: 'core-firewall', zone: 'Asia/Tokyo', dataset: 'linux.syslog', udp: '0.0.0.0:514', tcp: '0.0.0.0:514', tls: '0.0.0.0:6514', http: '127.0.0.1:9200', https: '0.0.0.0:9200', allow: '192.0.2.0/24', paths: '/var/log/nginx/*.log' },
  choice: { syslog: 'Syslog', json: 'JSON', text: '任意のテキスト', lines: 'マッピングで定義された行', tls: 'TLS', starttls: 'STARTTLS', none: 'なし(このマシンのみ)', 'access-log': 'Web サーバーのアクセスログ' },
  sensors: sensorWords.ja,
  sample: sampleWords.ja,
}

export const sourceWords = { en, ja }
