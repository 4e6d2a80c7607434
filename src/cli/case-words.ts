import type { Language } from '../model/reason.ts'

/** The words of `noroshi case`, beside those of the reasons. */
interface CaseWords {
  readonly status: Readonly<Record<string, string>>
  readonly verdict: Readonly<Record<string, string>>
  readonly kind: Readonly<Record<string, string>>
  readonly nobody: string
  notes(count: number): string
  findings(count: number): string
  withdrawn(by: number): string
  readonly none: string
  readonly more: string
  readonly priority: string
  readonly without: string
  readonly why: string
  readonly against: string
  readonly change: string
  readonly confidence: string
  readonly next: string
  readonly whoseTitle: string
  readonly findingsTitle: string
  moreFindings(count: number): string
  readonly decisionsTitle: string
  readonly noDecisions: string
  readonly lostTitle: string
  movedTo(id: string): string
}

export const CASE_WORDS: Readonly<Record<Language, CaseWords>> = {
  en: {
    status: { 'new': 'new', 'in-progress': 'in progress', 'closed': 'closed' },
    verdict: { 'true-positive': 'true positive', 'benign': 'benign', 'false-positive': 'false positive', 'undetermined': 'undetermined' },
    kind: {
      verdict: 'verdict', status: 'status', owner: 'owner', note: 'note', together: 'belongs together with', apart: 'does not belong together with', withdrawal: 'took back decision',
    },
    nobody: 'nobody',
    notes: count => count === 1 ? 'one note' : `${count} notes`,
    findings: count => count === 1 ? 'one finding' : `${count} findings`,
    withdrawn: by => `(taken back by ${by})`,
    none: 'No case is like this. noroshi ingest PATH makes cases of evidence.',
    more: 'There are more; --limit shows them.',
    priority: 'Priority',
    without: 'without verdicts',
    why: 'Why we think so',
    against: 'What speaks against it',
    change: 'What would change this',
    confidence: 'How often this was right',
    next: 'Check next',
    whoseTitle: 'Whose its addresses were',
    findingsTitle: 'Findings',
    moreFindings: count => `… and ${count} more`,
    decisionsTitle: 'Decisions',
    noDecisions: 'Nobody has entered anything yet.',
    lostTitle: 'Decisions without evidence: what they were about is gone.',
    movedTo: id => `This case is part of ${id} now.`,
  },
  ja: {
    status: { 'new': '未着手', 'in-progress': '対応中', 'closed': '完了' },
    verdict: { 'true-positive': '攻撃と確認', 'benign': '正当な操作', 'false-positive': '誤検知', 'undetermined': '判断できず' },
    kind: {
      verdict: '判定', status: '状態', owner: '担当者', note: 'メモ', together: '関連あり', apart: '関連なし', withdrawal: '取り消した決定',
    },
    nobody: 'なし',
    notes: count => `メモ ${count} 件`,
    findings: count => `検知 ${count} 件`,
    withdrawn: by => `（${by} により取り消し済み）`,
    none: '該当するケースはありません。noroshi ingest PATH で証拠を取り込むとケースが作成されます。',
    more: '続きがあります。--limit で表示件数を増やせます。',
    priority: '優先度',
    without: '判定を除いた優先度',
    why: '判断の根拠',
    against: '反する事実',
    change: '判断が変わる条件',
    confidence: '過去の的中率',
    next: '次に確認すること',
    whoseTitle: 'アドレスの利用者',
    findingsTitle: '検知',
    moreFindings: count => `… ほか ${count} 件`,
    decisionsTitle: '決定',
    noDecisions: 'まだ何も入力されていません。',
    lostTitle: '証拠のない決定（対象となったデータは現在ありません）',
    movedTo: id => `このケースは現在 ${id} に含まれています。`,
  },
}
