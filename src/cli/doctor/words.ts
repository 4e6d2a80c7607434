import type { FindingName } from './outcome.ts'

type Values = Readonly<Record<string, string | number>>

/** What was found, and where something is to be done, what. */
export interface Sentence {
  readonly message: (values: Values) => string
  readonly mend?: (values: Values) => string
}

export const WORDS: Readonly<Record<'en' | 'ja', Readonly<Record<FindingName, Sentence>>>> = {
  en: {
    'node-fits': { message: v => `Node ${v['version']}, ${v['processors']} processors` },
    'node-unfit': { message: v => `Node ${v['version']} does not fit; 24.12 or a later 24 is needed`, mend: () => 'start with ./noroshi, which brings its own Node' },
    'memory-enough': { message: v => `${v['available']} of ${v['total']} available` },
    'memory-short': {
      message: v => `only ${v['available']} of ${v['total']} available; ${v['needed']} are used at work`,
      mend: () => 'stop other programs, or lower clickhouse.memoryMb in noroshi.yaml',
    },
    'disk-enough': { message: v => `${v['free']} free for ${v['folder']}` },
    'disk-short': { message: v => `only ${v['free']} free for ${v['folder']}`, mend: () => 'make room, or choose a folder on another disk with --data' },
    'disk-unknown': { message: v => `the free space for ${v['folder']} cannot be told: ${v['reason']}` },
    'settings-file': { message: v => `${v['file']}` },
    'settings-none': { message: () => 'no noroshi.yaml; the defaults hold' },
    'data-ready': { message: v => `${v['folder']}, version ${v['version']}` },
    'data-made': { message: v => `${v['folder']} was made` },
    'data-temporary': { message: v => `${v['folder']} is left alone; a temporary folder is used` },
    'data-unusable': { message: v => `${v['reason']}`, mend: v => `${v['mend']}` },
    'custody-whole': { message: v => `the ledger has ${v['entries']} entries, ${v['blobs']} blobs are stored, holds: ${v['holds']}` },
    'custody-empty': { message: () => 'nothing was received yet' },
    'custody-broken': { message: v => `${v['reason']}`, mend: v => `${v['mend']}` },
    'mappings-load': { message: v => `${v['sources']} sources are known` },
    'mappings-broken': { message: v => `${v['reason']}`, mend: v => `${v['mend']}` },
    'rules-load': { message: v => `${v['rules']} rules in ${v['files']} files` },
    'rules-off': { message: v => `${v['rules']} rules in ${v['files']} files; ${v['off']} switched off, which noroshi rules list names` },
    'rules-partly': {
      message: v => `${v['rules']} rules load; switched off: ${v['off']}; errors: ${v['errors']}. The first: ${v['first']}`,
      mend: v => `noroshi sigma check ${v['folders']} lists them with how to mend each`,
    },
    'rules-broken': { message: v => `${v['reason']}`, mend: v => `${v['mend']}` },
    'rules-none': { message: v => `no rule loads from ${v['folders']}: nothing would be detected`, mend: v => `run noroshi sigma check ${v['folders']}` },
    'notify-none': { message: () => 'nobody is told anything: noroshi.yaml has no notify.channels' },
    'notify-reached': { message: v => `channels: ${v['channels']}, rules: ${v['rules']}; each is listened for` },
    'notify-unreached': { message: v => `the channel ${v['channel']} leads to nobody: ${v['reason']}`, mend: v => `messages wait until it answers; noroshi notify test ${v['channel']} tries again` },
    'notify-secret': { message: v => `the channel ${v['channel']} lacks a secret: ${v['reason']}`, mend: () => 'set it; noroshi up does not start without it' },
    'sources-unheard': { message: () => 'noroshi up does not run: nothing is known of sources' },
    'sources-right': { message: v => `sources: ${v['sources']}; no clock is known to be wrong` },
    'sources-clocks': { message: v => `senders with a wrong clock or zone: ${v['names']}`, mend: () => 'noroshi source list says how far each is off, and what to set' },
    'engine-works': { message: v => `version ${v['version']} (${v['kind']}) wrote and read; started in ${v['seconds']} s` },
    'engine-broken-parts': {
      message: v => `version ${v['version']} (${v['kind']}) wrote and read; it has set aside ${v['parts']} parts of its data that were not whole, ${v['size']}`,
      mend: () => 'noroshi status --verify says whether anything is missing; if nothing is, the next start removes them',
    },
    'engine-fails': { message: v => `${v['reason']}`, mend: v => `${v['mend']}` },
    'engine-not-tried': { message: () => 'not tried, because the data folder cannot be used', mend: () => 'noroshi doctor --dry tries it in a temporary folder' },
  },
  ja: {
    'node-fits': { message: v => `Node ${v['version']}、プロセッサー ${v['processors']} 個` },
    'node-unfit': { message: v => `Node ${v['version']} では動きません。24.12 以降の 24 系が必要です`, mend: () => './noroshi から起動してください(専用の Node を用意します)' },
    'memory-enough': { message: v => `空き ${v['available']}(全体 ${v['total']})` },
    'memory-short': {
      message: v => `空きが ${v['available']} しかありません(全体 ${v['total']})。動作中は ${v['needed']} ほど使います`,
      mend: () => 'ほかのプログラムを止めるか、noroshi.yaml の clickhouse.memoryMb を小さくしてください',
    },
    'disk-enough': { message: v => `空き ${v['free']}(${v['folder']})` },
    'disk-short': { message: v => `空きが ${v['free']} しかありません(${v['folder']})`, mend: () => '空きを増やすか、--data で別のディスクのフォルダーを指定してください' },
    'disk-unknown': { message: v => `${v['folder']} の空き容量がわかりません: ${v['reason']}` },
    'settings-file': { message: v => `${v['file']}` },
    'settings-none': { message: () => 'noroshi.yaml はありません。既定値で動きます' },
    'data-ready': { message: v => `${v['folder']}(バージョン ${v['version']})` },
    'data-made': { message: v => `${v['folder']} を作りました` },
    'data-temporary': { message: v => `${v['folder']} には触れず、一時フォルダーを使います` },
    'data-unusable': { message: v => `データフォルダーを使えません: ${v['reason']}`, mend: v => `${v['mend']}` },
    'custody-whole': { message: v => `保管記録 ${v['entries']} 件、保管中のファイル ${v['blobs']} 件、削除禁止 ${v['holds']} 件` },
    'custody-empty': { message: () => 'まだ何も受け取っていません' },
    'custody-broken': { message: v => `保管記録が壊れています: ${v['reason']}`, mend: v => `${v['mend']}` },
    'mappings-load': { message: v => `${v['sources']} 種類のログ源を知っています` },
    'mappings-broken': { message: v => `マッピングを読めません: ${v['reason']}`, mend: v => `${v['mend']}` },
    'rules-load': { message: v => `ルール ${v['rules']} 件(${v['files']} ファイル)` },
    'rules-off': { message: v => `ルール ${v['rules']} 件(${v['files']} ファイル)。うち無効 ${v['off']} 件(noroshi rules list で確認できます)` },
    'rules-partly': {
      message: v => `ルール ${v['rules']} 件を読み込みました(無効 ${v['off']} 件)。エラーが ${v['errors']} 件あります。最初のもの: ${v['first']}`,
      mend: v => `noroshi sigma check ${v['folders']} で、すべてのエラーと直し方を確認できます`,
    },
    'rules-broken': { message: v => `ルールを読めません: ${v['reason']}`, mend: v => `${v['mend']}` },
    'rules-none': { message: v => `${v['folders']} から読み込めるルールがありません。何も検知できません`, mend: v => `noroshi sigma check ${v['folders']} を実行してください` },
    'notify-none': { message: () => '通知先はありません(noroshi.yaml に notify.channels がありません)' },
    'notify-reached': { message: v => `チャネル ${v['channels']} 件、ルール ${v['rules']} 件。すべてのチャネルに接続できます` },
    'notify-unreached': { message: v => `チャネル ${v['channel']} に接続できません: ${v['reason']}`, mend: v => `通知は接続できるまで待機します。noroshi notify test ${v['channel']} でもう一度試せます` },
    'notify-secret': { message: v => `チャネル ${v['channel']} の秘密情報がありません: ${v['reason']}`, mend: () => '設定してください。このままでは noroshi up を起動できません' },
    'sources-unheard': { message: () => 'noroshi up が動いていないため、ソースの状態はわかりません' },
    'sources-right': { message: v => `ソース ${v['sources']} 件。時計のずれは見つかっていません` },
    'sources-clocks': { message: v => `時計またはタイムゾーンがずれた送信元があります: ${v['names']}`, mend: () => 'noroshi source list で、ずれの大きさと設定方法を確認できます' },
    'engine-works': { message: v => `バージョン ${v['version']}(${v['kind'] === 'embedded' ? '内蔵' : '外部'})。書き込みと読み出しができました。起動 ${v['seconds']} 秒` },
    'engine-broken-parts': {
      message: v => `バージョン ${v['version']}(${v['kind'] === 'embedded' ? '内蔵' : '外部'})。書き込みと読み出しはできましたが、壊れたデータパート ${v['parts']} 個(${v['size']})が切り離されています`,
      mend: () => 'noroshi status --verify で失われたものがないか確認できます。なければ次回の起動時に自動で削除されます',
    },
    'engine-fails': { message: v => `動きません: ${v['reason']}`, mend: v => `${v['mend']}` },
    'engine-not-tried': {
      message: () => 'データフォルダーを使えないため、試していません',
      mend: () => 'noroshi doctor --dry なら一時フォルダーで試せます',
    },
  },
}
