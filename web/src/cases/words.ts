import { tacticWords } from './tactic-words.ts'

const en = {
  title: 'Cases',
  subtitle: 'What to look at, most urgent first',
  none: 'No cases yet',
  noneMend: 'Drop evidence anywhere on this page: logs, archives, whole folders. Cases appear as soon as rules match.',
  noneFiltered: 'No case fits these filters',
  noneFilteredMend: 'Clear a filter to see more.',
  findingsCount_one: '{{count}} finding',
  findingsCount_other: '{{count}} findings',
  tacticsCount_one: '{{count}} tactic',
  tacticsCount_other: '{{count}} tactics',
  noOwner: 'nobody yet',
  back: 'All cases',
  id: 'Case id',
  copyId: 'Copy the case id',
  status: { new: 'new', 'in-progress': 'in progress', closed: 'closed' },
  verdict: { 'true-positive': 'attack', benign: 'benign', 'false-positive': 'false positive', undetermined: 'cannot be told' },
  tactics: tacticWords.en,
  tacticPath: 'ATT&CK tactics in the order first seen',
  filter: {
    search: 'Search titles and names', severity: 'Severity', anySeverity: 'any severity', hurry: 'Priority', anyHurry: 'any priority', from: '{{hurry}} ({{value}} and more)',
    status: 'Status', anyStatus: 'any status', owner: 'Owner', anyOwner: 'any owner', mine: 'mine', clear: 'Clear filters',
  },
  explanation: {
    title: 'Explanation', what: 'What happened', why: 'Why we think so', for: 'For', against: 'Against', nothingAgainst: 'Nothing known speaks against it.',
    change: 'What would change this', confidence: 'How often this was right', next: 'Check next', run: 'Run this hunt', hunt: 'Hunt for it',
    event: 'See the event', events_one: 'See {{count}} event', events_other: 'See {{count}} events',
  },
  score: {
    title: 'How the priority adds up', total: 'Priority',
    terms: { severity: 'Severity', rules: 'Rules that agree', rarity: 'Rarity', tactics: 'Tactics', order: 'Order of tactics', spread: 'Spread' },
  },
  entities: 'What it is about',
  timeline: { title: 'Timeline', empty: 'Its events have no time.', record: 'record {{record}}', spread: 'Events over time' },
  findings: {
    title: 'Findings', rule: 'Rule', subject: 'Subject', events: 'Events', time: 'Time (UTC)', severity: 'Severity', techniques: 'Techniques',
    open: 'Reason and events of {{rule}}', listed: 'Events', shownOf: 'The first {{shown}} of {{total}} are listed.',
  },
  decide: {
    title: 'Decide', verdict: 'Verdict', noVerdict: 'none yet', status: 'Status', owner: 'Owner', take: 'Take it', release: 'Release', note: 'Note', notePlaceholder: 'What you saw, what you did, why',
    addNote: 'Add note', sending: 'Saving…', waiting: 'Not saved: no answer from the server. It is sent again under the same key, so it counts once.',
    refused: 'Not saved: {{reason}}', dismiss: 'Dismiss', saved: '{{what}} saved', savedAfter: '{{what}} saved, once, after the connection came back',
    kinds: { verdict: 'Verdict', status: 'Status', owner: 'Owner', note: 'Note', together: 'Kept together', apart: 'Kept apart', withdrawal: 'Taken back' },
    readOnly: 'Your role may look at cases, not decide on them.',
  },
  history: { title: 'History', empty: 'Nothing was decided yet.', undo: 'Undo', undoOf: 'Undo: {{what}} {{value}}', nobody: 'nobody', takenBack: 'taken back' },
}

const ja: typeof en = {
  title: 'ケース',
  subtitle: '確認すべきケースを、優先度の高い順に表示しています',
  none: 'ケースはまだありません',
  noneMend: 'ログやアーカイブ、フォルダーをこの画面にドロップしてください。ルールに一致すると、すぐにケースが表示されます。',
  noneFiltered: '条件に一致するケースはありません',
  noneFilteredMend: '絞り込みを解除すると、ほかのケースが表示されます。',
  findingsCount_one: '検知 {{count}} 件',
  findingsCount_other: '検知 {{count}} 件',
  tacticsCount_one: '戦術 {{count}} 種',
  tacticsCount_other: '戦術 {{count}} 種',
  noOwner: '担当者なし',
  back: 'ケース一覧',
  id: 'ケース ID',
  copyId: 'ケース ID をコピー',
  status: { new: '新規', 'in-progress': '対応中', closed: '完了' },
  verdict: { 'true-positive': '攻撃と判定', benign: '正当な操作', 'false-positive': '誤検知', undetermined: '判定不能' },
  tactics: tacticWords.ja,
  tacticPath: 'ATT&CK の戦術（最初に見られた順）',
  filter: {
    search: 'タイトル・名称を検索', severity: '深刻度', anySeverity: '深刻度: すべて', hurry: '優先度', anyHurry: '優先度: すべて', from: '{{hurry}}（{{value}} 以上）',
    status: 'ステータス', anyStatus: 'ステータス: すべて', owner: '担当者', anyOwner: '担当者: すべて', mine: '自分の担当', clear: '絞り込みを解除',
  },
  explanation: {
    title: '説明', what: '何が起きたか', why: '判断の根拠', for: '裏付ける事実', against: '反する事実', nothingAgainst: '反する事実は確認されていません。',
    change: '判断が変わる条件', confidence: '過去の的中率', next: '次に確認すること', run: 'この検索を実行', hunt: 'ハントで確認',
    event: 'イベントを見る', events_one: 'イベントを見る（{{count}} 件）', events_other: 'イベントを見る（{{count}} 件）',
  },
  score: {
    title: '優先度の内訳', total: '優先度',
    terms: { severity: '深刻度', rules: '一致したルール', rarity: '希少性', tactics: '戦術の数', order: '戦術の順序', spread: '広がり' },
  },
  entities: '関係するもの',
  timeline: { title: 'タイムライン', empty: '時刻のあるイベントはありません。', record: 'レコード {{record}}', spread: 'イベントの分布' },
  findings: {
    title: '検知', rule: 'ルール', subject: '対象', events: 'イベント数', time: '時刻（UTC）', severity: '深刻度', techniques: 'テクニック',
    open: '「{{rule}}」の根拠とイベント', listed: 'イベント', shownOf: '全 {{total}} 件のうち最初の {{shown}} 件を表示しています。',
  },
  decide: {
    title: '判断を記録', verdict: '判定', noVerdict: '未判定', status: 'ステータス', owner: '担当者', take: '担当する', release: '担当を外れる', note: 'メモ', notePlaceholder: '確認した内容、実施した対応、その理由',
    addNote: 'メモを追加', sending: '保存しています…', waiting: '未保存: サーバーから応答がありません。同じキーで再送するため、二重に記録されることはありません。',
    refused: '保存できませんでした: {{reason}}', dismiss: '閉じる', saved: '{{what}}を保存しました', savedAfter: '接続が回復し、{{what}}を 1 回だけ保存しました',
    kinds: { verdict: '判定', status: 'ステータス', owner: '担当者', note: 'メモ', together: '統合の指定', apart: '分離の指定', withdrawal: '取り消し' },
    readOnly: '現在の権限ではケースの閲覧のみ可能です。',
  },
  history: { title: '履歴', empty: 'まだ記録はありません。', undo: '取り消す', undoOf: '取り消す: {{what}}「{{value}}」', nobody: 'なし', takenBack: '取り消し済み' },
}

export const caseWords = { en, ja }
