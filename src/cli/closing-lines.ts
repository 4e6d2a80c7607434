import { join } from 'node:path'
import type { EvidenceSummary } from '../model/evidence-summary.ts'
import type { Language } from '../model/reason.ts'
import type { Analysis } from '../pipeline/analyze-evidence.ts'

/** What a person wants to know at the end of a run: how much was read, what could not be, and where the report is. */
export function closingLines(analysis: Analysis, cases: number, directory: string, language: Language): string[] {
  return [...summaryLines(analysis, cases, language), `${WORDS[language].report(join(directory, 'report.html'))}\n`]
}

/** The same without a report. */
export function summaryLines({ evidence, findings, events }: Summarised, cases: number, language: Language): string[] {
  const damaged = evidence.filter(({ errors }) => errors.length > 0)
  const words = WORDS[language]
  return [
    '',
    words.summary(number(events.count, language), number(evidence.length, language), number(findings.length, language), number(cases, language)),
    ...(damaged.length === 0 ? [] : [words.damaged(number(damaged.length, language), firstError(damaged[0]!))]),
  ].map(line => `${line}\n`)
}

type Summarised = Pick<Analysis, 'evidence' | 'findings' | 'events'>

const WORDS: Readonly<Record<Language, {
  summary(events: string, evidence: string, findings: string, cases: string): string
  damaged(count: string, error: string): string
  report(path: string): string
}>> = {
  en: {
    summary: (events, evidence, findings, cases) => `Events ${events} in ${evidence} pieces of evidence · findings ${findings} · cases ${cases}`,
    damaged: (count, error) => `Not everything could be read (pieces with errors: ${count}), first: ${error}. The report lists each error.`,
    report: path => `Report: ${path}, and beside it report.md and report.json`,
  },
  ja: {
    summary: (events, evidence, findings, cases) => `証拠 ${evidence} 件・イベント ${events} 件 → 検知 ${findings} 件 → ケース ${cases} 件`,
    damaged: (count, error) => `読み取れない部分がありました(${count} 件の証拠)。例: ${error}。すべてのエラーは報告書に記載しています。`,
    report: path => `報告書: ${path}(同じフォルダーに report.md と report.json もあります)`,
  },
}

/** An error that only some copies of the content have says where already. */
function firstError({ paths, errors }: EvidenceSummary): string {
  const { reason } = errors[0]!
  return paths.some(path => reason.startsWith(path)) ? reason : `${paths[0]}: ${reason}`
}

function number(value: number, language: Language): string {
  return value.toLocaleString(language)
}
