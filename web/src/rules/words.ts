import { filterWords } from './filter-words.ts'

const en = {
  ...filterWords.en,
  title: 'Rules', subtitle: 'What is looked for, what it found, and how often it was right', back: 'All rules',
  counted_one: '{{rules}} rule, {{off}} switched off', counted_other: '{{rules}} rules, {{off}} switched off',
  none: 'No rule fits these filters', noneMend: 'Clear a filter to see more.', shown_one: '{{shown}} rule', shown_other: '{{shown}} rules',
  toRule: 'The rule', correlation: 'correlation', builtIn: 'comes with Noroshi', ofSet: 'set {{set}}', withFilters_one: '{{count}} filter', withFilters_other: '{{count}} filters',
  hits_one: '{{hits}} hit', hits_other: '{{hits}} hits', hitsTitle: 'Hits', export: 'Save all rules that fit as a file', exportFailed: 'The rules could not be saved',
  advice: { keep: 'keep', tune: 'tune', retire: 'retire', unjudged: 'not judged' },
  rightOf: '{{right}} of {{judged}} judged cases were attacks',
  state: { enabled: 'enabled', disabled: 'switched off' }, found: { something: 'found something', nothing: 'found nothing' },
  filter: { q: 'Search rules', level: 'Level', set: 'Rule set', product: 'Product', state: 'State', advice: 'Advice', found: 'Hits', sort: 'Order', clear: 'Clear filters' },
  any: { level: 'any level', set: 'any rule set', product: 'any product', state: 'on and off', advice: 'any advice', found: 'any hits' },
  sort: { hits: 'most hits first', last: 'newest hit first', level: 'highest level first', precision: 'least precise first', title: 'by title' },
  problems: { title: 'Problems of its file', counted: 'Problems in files of rules: {{errors}} errors (such rules do not load and detect nothing), {{warnings}} warnings.', show: 'Show', hide: 'Hide' },
  advised: 'What to do with it', verdictsNote: 'Counted are the cases with it that people judged, each once.', detects: 'What it detects', about: 'The rules it is about',
  overTime: 'Hits over time', source: 'Source', copySource: 'Copy the source', huntMatches: 'Hunt for its events', usedBy: 'Correlations that need it', aboutRule: 'About',
  switchedOffBy: 'by {{by}}, {{at}}: {{reason}}', logsource: 'Log source', falsePositives: 'Known false positives', references: 'References', status: 'Status', author: 'Author',
  date: 'Date', modified: 'changed {{date}}', ruleSet: 'Rule set', key: 'Id', copyKey: 'Copy the id',
  verdicts: { title: 'Judged cases', truePositive: 'attack', benign: 'benign', falsePositive: 'false positive', undetermined: 'cannot be told' },
  part: {
    all: 'All of', any: 'One of', not: 'Not', filter: 'filter “{{title}}”', anyText: 'any text of the event', isNot: 'not:', value: ':', oneOf: ' one of:', allOf: ' all of:',
    moreValues_one: '{{count}} more value', moreValues_other: '{{count}} more values', notListed_one: '{{count}} value is not listed.', notListed_other: '{{count}} values are not listed.',
  },
  verb: {
    is: 'is', contains: 'contains', startswith: 'begins with', endswith: 'ends with', re: 'matches the expression', cidr: 'is an address in', fieldref: 'is as the field',
    exists: 'is there', present: 'is there', absent: 'is not there', lt: 'is less than', lte: 'is at most', gt: 'is more than', gte: 'is at least',
  },
  correlated: {
    type: 'Looks at', within: 'Within', groupBy: 'With the same', condition: 'Condition', seconds_one: '{{seconds}} second', seconds_other: '{{seconds}} seconds',
    types: {
      event_count: 'how many events', value_count: 'how many distinct values', temporal: 'rules that match together', temporal_ordered: 'rules that match one after the other',
      value_sum: 'the sum of a value', value_avg: 'the mean of a value', value_percentile: 'a percentile of a value', value_median: 'the median of a value',
    },
  },
  findings: { title: 'Newest findings', none: 'It has found nothing yet.', time: 'Time (UTC)', subject: 'Subject', events: 'Events', open: 'Open', why: 'Why it fired', case: 'Case' },
  tests: {
    title: 'Tests', none: 'It has no tests.', passed_one: '{{passed}} of {{count}} passes', passed_other: '{{passed}} of {{count}} pass', pass: 'passes', fail: 'fails',
    found: 'must be found', left: 'must be left',
  },
  explain: {
    matched: 'Rules that matched this event', noneMatched: 'No rule matched this event.', other: 'Why did another rule not fire? Search for it', notLoaded: 'This rule is no longer loaded.',
    fires: 'It fires:', doesNot: 'It does not fire:', tried: 'Its log source fits: {{logsource}}', notTried: 'It is not tried on this event: it is for {{logsource}}',
    held: 'holds', notHeld: 'does not hold', eventHas: 'the event has', noField: 'the event has no such field', place: 'characters {{from}} to {{to}} of the value',
    othersNot_one: '{{count}} other value that does not hold', othersNot_other: '{{count}} other values that do not hold', show: 'Where the rule matched',
  },
}

const ja: typeof en = {
  ...filterWords.ja,
  title: 'ルール', subtitle: '検知の条件、検知の実績、的中率を確認できます', back: 'ルール一覧',
  counted_one: 'ルール {{rules}} 件（停止中 {{off}} 件）', counted_other: 'ルール {{rules}} 件（停止中 {{off}} 件）',
  none: '条件に一致するルールはありません', noneMend: '絞り込みを解除すると、ほかのルールが表示されます。', shown_one: '{{shown}} 件', shown_other: '{{shown}} 件',
  toRule: 'ルールを開く', correlation: '相関ルール', builtIn: 'Noroshi 標準', ofSet: 'ルールセット {{set}}', withFilters_one: 'フィルター {{count}} 件', withFilters_other: 'フィルター {{count}} 件',
  hits_one: '{{hits}} 件', hits_other: '{{hits}} 件', hitsTitle: '検知数', export: '条件に一致するルールをすべてファイルに保存', exportFailed: 'ルールを保存できませんでした',
  advice: { keep: '継続', tune: '要調整', retire: '停止を推奨', unjudged: '未判定' },
  rightOf: '判定済みのケース {{judged}} 件のうち攻撃は {{right}} 件',
  state: { enabled: '有効', disabled: '停止中' }, found: { something: '検知あり', nothing: '検知なし' },
  filter: { q: 'ルールを検索', level: '深刻度', set: 'ルールセット', product: '製品', state: '状態', advice: '推奨', found: '検知数', sort: '並び順', clear: '絞り込みを解除' },
  any: { level: '深刻度: すべて', set: 'ルールセット: すべて', product: '製品: すべて', state: '状態: すべて', advice: '推奨: すべて', found: '検知数: すべて' },
  sort: { hits: '検知数の多い順', last: '最終検知の新しい順', level: '深刻度の高い順', precision: '的中率の低い順', title: 'タイトル順' },
  problems: { title: 'ファイルの問題', counted: 'ルールファイルの問題: エラー {{errors}} 件（該当するルールは読み込まれず、検知しません）、警告 {{warnings}} 件', show: '表示', hide: '隠す' },
  advised: '推奨', verdictsNote: 'このルールを含み、判定済みのケースを 1 件ずつ数えています。', detects: '検知する内容', about: '対象のルール',
  overTime: '検知数の推移', source: 'ソース', copySource: 'ソースをコピー', huntMatches: '一致したイベントをハント', usedBy: 'このルールを使う相関ルール', aboutRule: '概要',
  switchedOffBy: '{{at}}、{{by}} が停止: {{reason}}', logsource: 'ログソース', falsePositives: '既知の誤検知', references: '参考情報', status: 'ステータス', author: '作成者',
  date: '作成日', modified: '更新日 {{date}}', ruleSet: 'ルールセット', key: 'ID', copyKey: 'ID をコピー',
  verdicts: { title: '判定済みのケース', truePositive: '攻撃', benign: '正当な操作', falsePositive: '誤検知', undetermined: '判定不能' },
  part: {
    all: '次のすべて', any: '次のいずれか', not: '次に当てはまらない', filter: 'フィルター「{{title}}」', anyText: 'イベント中の任意の文字列', isNot: '（否定）', value: '次の値:', oneOf: '次のいずれか:', allOf: '次のすべて:',
    moreValues_one: 'ほか {{count}} 個の値', moreValues_other: 'ほか {{count}} 個の値', notListed_one: '{{count}} 個の値は省略しています。', notListed_other: '{{count}} 個の値は省略しています。',
  },
  verb: {
    is: 'の値が', contains: 'に含まれる文字列が', startswith: 'の先頭が', endswith: 'の末尾が', re: 'が正規表現に一致 — ', cidr: 'のアドレスが属する範囲が', fieldref: 'の値が次のフィールドと同じ — ',
    exists: 'が存在する', present: 'が存在する', absent: 'が存在しない', lt: 'が次より小さい — ', lte: 'が次以下 — ', gt: 'が次より大きい — ', gte: 'が次以上 — ',
  },
  correlated: {
    type: '対象', within: '期間', groupBy: '共通の項目', condition: '条件', seconds_one: '{{seconds}} 秒', seconds_other: '{{seconds}} 秒',
    types: {
      event_count: 'イベントの件数', value_count: '異なる値の数', temporal: '同時期に一致したルール', temporal_ordered: '順に一致したルール',
      value_sum: '値の合計', value_avg: '値の平均', value_percentile: '値のパーセンタイル', value_median: '値の中央値',
    },
  },
  findings: { title: '最近の検知', none: 'まだ検知していません。', time: '時刻（UTC）', subject: '対象', events: 'イベント数', open: '開く', why: '一致した箇所', case: 'ケース' },
  tests: {
    title: 'テスト', none: 'テストはありません。', passed_one: '{{count}} 件中 {{passed}} 件が合格', passed_other: '{{count}} 件中 {{passed}} 件が合格', pass: '合格', fail: '不合格',
    found: '検知すべき', left: '検知すべきでない',
  },
  explain: {
    matched: 'このイベントに一致したルール', noneMatched: 'このイベントに一致したルールはありません。', other: '一致しなかったルールの理由を調べる（ルールを検索）', notLoaded: 'このルールは現在読み込まれていません。',
    fires: '一致:', doesNot: '不一致:', tried: 'ログソースは適合: {{logsource}}', notTried: 'ログソースが異なるため対象外（対象: {{logsource}}）',
    held: '成立', notHeld: '不成立', eventHas: 'イベントの値:', noField: 'イベントにこのフィールドはありません', place: '値の {{from}}〜{{to}} 文字目',
    othersNot_one: '成立しなかった値 {{count}} 個', othersNot_other: '成立しなかった値 {{count}} 個', show: 'ルールが一致した箇所',
  },
}

export const ruleWords = { en, ja }
