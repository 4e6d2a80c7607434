const en = {
  title: 'Remote sensors', back: 'All sensors', one: 'A small machine that collects elsewhere and forwards to this one',
  off: 'No sensor can report here', offText: 'Set sensors.listen in noroshi.yaml, for example 0.0.0.0:8444, and start Noroshi again. Sensors report there over TLS, with certificates of both sides.',
  none: 'No sensor is enrolled', noneMend: 'A sensor collects on a small machine elsewhere, keeps what it took while this server is away, and forwards it. Enrol one: you get a token and the command to run there.', noneText: 'An administrator enrols sensors.',
  noSuch: 'There is no such sensor', noSuchText: 'It may have been revoked.', enrol: 'Enrol a sensor', enrolAgain: 'Enrol {{name}} again', again: 'Enrol again',
  enrolText: 'The token enrols one machine under this name, once. A machine that has the name ends then; what it sent stays.', nameText: 'Small letters, digits and -', holds: 'The token holds', term: { hour: 'one hour', day: 'one day', week: 'one week' }, make: 'Make a token',
  once: 'The token is shown here once. Hand it over by a way that only the person at that machine reads.', token: 'Token', copyToken: 'Copy the token', run: 'Run there, where Noroshi is installed', copyCommand: 'Copy the commands', runText: 'The first command asks for the token. If that machine reaches this server by another name, write that name.',
  organisation: 'Organisation', seen: 'Last heard', spool: 'Waiting there', spoolText_one: '{{bytes}} of {{limit}}, {{segments}} segment', spoolText_other: '{{bytes}} of {{limit}}, {{segments}} segments', version: 'Version', wanted: 'should be {{version}}', sourceCount_one: '{{count}} source', sourceCount_other: '{{count}} sources',
  enrolled: 'Enrolled', refused: 'Segments refused here', memory: 'Memory', clock: 'Its clock less ours', milliseconds: '{{milliseconds}} ms',
  state: { reporting: 'Reporting', away: 'Away', unheard: 'Not heard yet', unknown: 'Unknown' },
  stateText: { reporting: 'It reports every ten seconds.', away: 'It has not been heard for a minute. It keeps what it takes and forwards it when it is back.', unheard: 'It has not been heard since this server started.', unknown: 'This server takes no sensors at the moment.' },
  sources: 'What it is to collect', sourcesText: 'Said here, it fetches a new version within ten seconds. Sources of its own noroshi.yaml go before these.', behind: 'Version {{wanted}} is wanted; it has version {{applied}}.', noSources: 'Nothing is said here: it collects what its own noroshi.yaml says.',
  addSource: 'Add a source', entryText: 'Addresses and files are those of the sensor\'s machine, which tries them itself and reports what does not work.', written: 'Version {{version}} is kept for the sensor',
  revoke: 'Revoke', revokeTitle: 'Revoke {{name}}', revokeText: 'Nothing more is taken from it, over open connections too. What it sent stays. To use the machine again, enrol it anew.', revoked: '{{name}} is revoked',
}

const ja: typeof en = {
  title: 'リモートセンサー', back: 'センサー一覧', one: '離れた場所で収集し、このサーバーへ転送する小型のマシン',
  off: 'センサーの報告先が設定されていません', offText: 'noroshi.yaml の sensors.listen を(例: 0.0.0.0:8444)設定し、Noroshi を再起動してください。センサーは双方の証明書を確認する TLS で接続します。',
  none: '登録済みのセンサーはありません', noneMend: 'センサーは離れた場所の小型マシンで収集し、このサーバーに接続できない間はデータを保持して、後から転送します。登録すると、トークンと実行するコマンドが表示されます。', noneText: 'センサーは管理者が登録します。',
  noSuch: 'センサーが見つかりません', noSuchText: '失効した可能性があります。', enrol: 'センサーを登録', enrolAgain: '{{name}} を再登録', again: '再登録',
  enrolText: 'このトークンで、この名前のマシンを 1 台だけ、1 回登録できます。同じ名前のマシンがある場合、そのマシンの登録は失効します。送信済みのデータは残ります。', nameText: '小文字の英字、数字、-', holds: 'トークンの有効期間', term: { hour: '1 時間', day: '1 日', week: '1 週間' }, make: 'トークンを発行',
  once: 'トークンはこの画面に 1 回だけ表示されます。そのマシンの担当者だけが読める方法で渡してください。', token: 'トークン', copyToken: 'トークンをコピー', run: 'Noroshi をインストールしたマシンで実行', copyCommand: 'コマンドをコピー', runText: '最初のコマンドでトークンの入力を求められます。このサーバーに別の名前で接続する場合は、その名前に書き換えてください。',
  organisation: '組織', seen: '最終報告', spool: '転送待ち', spoolText_one: '{{bytes}}(上限 {{limit}})、{{segments}} セグメント', spoolText_other: '{{bytes}}(上限 {{limit}})、{{segments}} セグメント', version: 'バージョン', wanted: '推奨: {{version}}', sourceCount_one: 'ソース {{count}} 件', sourceCount_other: 'ソース {{count}} 件',
  enrolled: '登録日時', refused: '受け取れなかったセグメント', memory: 'メモリ', clock: '時計の差', milliseconds: '{{milliseconds}} ミリ秒',
  state: { reporting: '報告中', away: '応答なし', unheard: '未報告', unknown: '不明' },
  stateText: { reporting: '10 秒ごとに報告しています。', away: '1 分以上報告がありません。収集したデータはセンサーに保持され、復帰後に転送されます。', unheard: 'このサーバーの起動後、まだ報告がありません。', unknown: 'このサーバーは現在センサーを受け付けていません。' },
  sources: '収集するもの', sourcesText: 'ここで設定すると、10 秒以内に新しい設定が反映されます。センサー自身の noroshi.yaml にあるソースが優先されます。', behind: '設定はバージョン {{wanted}}、センサーで有効なのはバージョン {{applied}} です。', noSources: 'ここでの設定はありません。センサー自身の noroshi.yaml に従って収集します。',
  addSource: 'ソースを追加', entryText: 'アドレスとファイルはセンサーのマシンのものです。センサーが試し、問題があれば報告します。', written: 'バージョン {{version}} をセンサー用に保存しました',
  revoke: '失効', revokeTitle: '{{name}} を失効', revokeText: '接続中のものも含め、以後は何も受け取りません。送信済みのデータは残ります。再び使うには登録し直してください。', revoked: '{{name}} を失効させました',
}

export const sensorWords = { en, ja }
