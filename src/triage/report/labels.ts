import type { Language } from '../../model/reason.ts'

/** The fixed words of the reports. Sentences about the evidence are facts and come from templates. */
export interface Labels {
  readonly title: string
  readonly subtitle: string
  readonly evidenceFrom: string
  readonly noTimes: string
  readonly cases: string
  readonly findings: string
  readonly events: string
  readonly evidence: string
  readonly hosts: string
  readonly overview: string
  readonly urgent: (urgent: number, cases: number) => string
  readonly mostUrgent: string
  readonly bySeverity: string
  readonly timeline: string
  readonly findingsPer: (hours: number) => string
  readonly undatedLeftOut: string
  readonly tactics: string
  readonly entities: string
  readonly casesInOrder: string
  readonly shownOf: (shown: string, total: string) => string
  readonly nothingFound: string
  readonly priority: string
  readonly score: string
  readonly scoreTerms: Readonly<Record<string, string>>
  readonly severity: string
  readonly when: string
  readonly where: string
  readonly what: string
  readonly why: string
  readonly for: string
  readonly against: string
  readonly nothingAgainst: string
  readonly change: string
  readonly confidence: string
  readonly next: string
  readonly query: string
  readonly rule: string
  readonly subject: string
  readonly count: string
  readonly techniques: string
  readonly time: string
  readonly firstEvents: string
  readonly record: string
  readonly eventId: string
  readonly matches: string
  readonly moreRows: (count: string) => string
  readonly path: string
  readonly format: string
  readonly dataset: string
  readonly size: string
  readonly errors: string
  readonly noErrors: string
  readonly errorList: string
  readonly offset: string
  readonly reason: string
  readonly notRecognised: string
  readonly unreadable: string
  readonly verify: string
  readonly verifyText: string
  readonly ids: string
  readonly sum: string
  readonly madeBy: (version: string, seconds: string) => string
  readonly noTime: string
  readonly handling: string
  readonly none: string
  readonly caseId: string
}

const en: Labels = {
  title: 'Case report',
  subtitle: 'What the evidence shows, most urgent first',
  evidenceFrom: 'Findings from',
  noTimes: 'The findings carry no usable time',
  cases: 'Cases',
  findings: 'Findings',
  events: 'Events',
  evidence: 'Evidence',
  hosts: 'Subjects',
  overview: 'Overview',
  urgent: (urgent, cases) => (urgent === 0 ? `None of the ${cases} cases is of high or critical severity.`
    : `${urgent} of ${cases} ${cases === 1 ? 'case' : 'cases'} ${urgent === 1 ? 'is' : 'are'} of high or critical severity.`),
  mostUrgent: 'Most urgent:',
  bySeverity: 'Cases by severity',
  timeline: 'Findings over time',
  findingsPer: hours => {
    const [count, unit] = hours < 24 ? [hours, 'hour'] as const : [hours / 24, 'day'] as const
    return `Findings per ${count === 1 ? unit : `${count} ${unit}s`}, by severity. Times are in UTC.`
  },
  undatedLeftOut: 'Findings without a usable time are not drawn.',
  tactics: 'ATT&CK tactics',
  entities: 'Most named',
  casesInOrder: 'Cases by priority',
  shownOf: (shown, total) => `The first ${shown} of ${total} cases are shown here; report.json holds all of them.`,
  nothingFound: 'No rule matched this evidence. That is not proof that nothing happened: see below what was read.',
  priority: 'Priority',
  score: 'How the priority adds up',
  scoreTerms: {
    'triage.score-severity': 'Severity', 'triage.score-rules': 'Rules that agree', 'triage.score-rarity': 'Rarity',
    'triage.score-tactics': 'Tactics', 'triage.score-order': 'Order of tactics', 'triage.score-spread': 'Spread',
    'triage.score-harmless': 'Judged harmless', 'triage.score-confirmed': 'Confirmed',
  },
  severity: 'Severity',
  when: 'When (UTC)',
  where: 'Where',
  what: 'What happened',
  why: 'Why we think so',
  for: 'For',
  against: 'Against',
  nothingAgainst: 'Nothing known speaks against it.',
  change: 'What would change this',
  confidence: 'How often this was right',
  next: 'Check next',
  query: 'Hunt',
  rule: 'Rule',
  subject: 'Subject',
  count: 'Events',
  techniques: 'Techniques',
  time: 'Time (UTC)',
  firstEvents: 'First events',
  record: 'Record',
  eventId: 'Event id',
  matches: 'Matches',
  moreRows: count => `${count} more are in report.json.`,
  path: 'Path',
  format: 'Format',
  dataset: 'Dataset',
  size: 'Size',
  errors: 'Errors',
  noErrors: 'Everything was read without error.',
  errorList: 'What could not be read',
  offset: 'Offset',
  reason: 'Reason',
  notRecognised: 'not recognised',
  unreadable: 'could not be read',
  verify: 'How to verify this report',
  verifyText: 'Identity is by content. The same evidence and rules give the same ids, findings and cases: run noroshi analyze again and ' +
    'compare the digests below (the number of ids and their sum modulo 2¹²⁸) and each SHA-256 above. Every reason carries the hunt query ' +
    'that finds its events again, and every event its path and record.',
  ids: 'Ids',
  sum: 'Sum',
  madeBy: (version, seconds) => `Made by Noroshi ${version} in ${seconds} s.`,
  noTime: 'no time',
  handling: 'Contains data from the evidence, partly written by attackers. Handle as the evidence itself.',
  none: 'none',
  caseId: 'Case',
}

const ja: Labels = {
  title: 'ケース報告書',
  subtitle: '証拠から判明したことを、緊急度の高い順にまとめています',
  evidenceFrom: '検知の期間',
  noTimes: '検知に有効な時刻がありません',
  cases: 'ケース',
  findings: '検知',
  events: 'イベント',
  evidence: '証拠',
  hosts: '対象',
  overview: '概要',
  urgent: (urgent, cases) => (urgent === 0 ? `${cases} 件のケースに、深刻度「高」以上のものはありません。`
    : `${cases} 件のケースのうち、深刻度「高」以上は ${urgent} 件です。`),
  mostUrgent: '最優先:',
  bySeverity: '深刻度別のケース数',
  timeline: '検知の推移',
  findingsPer: hours => `${hours < 24 ? `${hours} 時間` : `${hours / 24} 日`}ごとの検知数（深刻度別）。時刻は UTC です。`,
  undatedLeftOut: '有効な時刻のない検知は図に含まれません。',
  tactics: 'ATT&CK の戦術',
  entities: '多く現れたもの',
  casesInOrder: '優先度順のケース',
  shownOf: (shown, total) => `全 ${total} 件のうち上位 ${shown} 件を掲載しています。すべてのケースは report.json にあります。`,
  nothingFound: 'ルールに一致するイベントはありませんでした。ただし、何も起きていない証明にはなりません。読み取れた範囲は下の「証拠」で確認できます。',
  priority: '優先度',
  score: '優先度の内訳',
  scoreTerms: {
    'triage.score-severity': '深刻度', 'triage.score-rules': '一致したルール', 'triage.score-rarity': '希少性',
    'triage.score-tactics': '戦術の数', 'triage.score-order': '戦術の順序', 'triage.score-spread': '広がり',
    'triage.score-harmless': '無害と判定', 'triage.score-confirmed': '攻撃と確認',
  },
  severity: '深刻度',
  when: '日時（UTC）',
  where: '対象',
  what: '何が起きたか',
  why: '判断の根拠',
  for: '裏付ける事実',
  against: '反する事実',
  nothingAgainst: '反する事実は確認されていません。',
  change: '判断が変わる条件',
  confidence: '過去の的中率',
  next: '次に確認すること',
  query: '検索式',
  rule: 'ルール',
  subject: '対象',
  count: 'イベント数',
  techniques: 'テクニック',
  time: '時刻（UTC）',
  firstEvents: '最初のイベント',
  record: 'レコード',
  eventId: 'イベント ID',
  matches: '一致',
  moreRows: count => `ほか ${count} 件は report.json にあります。`,
  path: 'パス',
  format: '形式',
  dataset: 'データセット',
  size: 'サイズ',
  errors: 'エラー',
  noErrors: 'すべてエラーなく読み取れました。',
  errorList: '読み取れなかった箇所',
  offset: '位置',
  reason: '理由',
  notRecognised: '形式不明',
  unreadable: '読み取り不可',
  verify: 'この報告書の検証方法',
  verifyText: '識別子はすべて内容から算出されます。同じ証拠と同じルールからは、必ず同じ識別子・検知・ケースが得られます。noroshi analyze を再度実行し、' +
    '下のダイジェスト（識別子の数と、2¹²⁸ を法とする和）および各証拠の SHA-256 を照合してください。根拠には該当イベントを再検索できる検索式が、' +
    '各イベントにはパスとレコード番号が付いています。',
  ids: '識別子の数',
  sum: '和',
  madeBy: (version, seconds) => `Noroshi ${version} により ${seconds} 秒で作成されました。`,
  noTime: '時刻なし',
  handling: '証拠から抜き出したデータを含み、その一部は攻撃者が書いたものです。証拠そのものと同様に取り扱ってください。',
  none: 'なし',
  caseId: 'ケース',
}

export const LABELS: Readonly<Record<Language, Labels>> = { en, ja }
