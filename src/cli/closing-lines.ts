import { join } from 'node:path'
import type { Language } from '../model/reason.ts'
import type { Analysis } from '../pipeline/analyze-evidence.ts'

/** What a person wants to know at the end of a run: how much was read, what could not be, and where the report is. */
export function closingLines({ evidence, findings, events }: Analysis, cases: number, directory: string, language: Language): string[] {
  const damaged = evidence.filter(({ errors }) => errors.length > 0)
  const words = WORDS[language]
  return [
    '',
    words.summary(number(events.count, language), number(evidence.length, language), number(findings.length, language), number(cases, language)),
    ...(damaged.length === 0 ? [] : [words.damaged(number(damaged.length, language), damaged[0]!.paths[0]!, damaged[0]!.errors[0]!.reason)]),
    words.report(join(directory, 'report.html')),
  ].map(line => `${line}\n`)
}

const WORDS: Readonly<Record<Language, {
  summary(events: string, evidence: string, findings: string, cases: string): string
  damaged(count: string, path: string, reason: string): string
  report(path: string): string
}>> = {
  en: {
    summary: (events, evidence, findings, cases) => `Events ${events} in ${evidence} pieces of evidence · findings ${findings} · cases ${cases}`,
    damaged: (count, path, reason) => `Not everything could be read (pieces with errors: ${count}), first: ${path}: ${reason}. The report lists each error.`,
    report: path => `Report: ${path}, and beside it report.md and report.json`,
  },
  ja: {
    summary: (events, evidence, findings, cases) => `証拠 ${evidence} 件・イベント ${events} 件 → 検知 ${findings} 件 → ケース ${cases} 件`,
    damaged: (count, path, reason) => `読み取れない部分がありました(${count} 件の証拠)。例: ${path}: ${reason}。すべてのエラーは報告書に記載しています。`,
    report: path => `報告書: ${path}(同じフォルダーに report.md と report.json もあります)`,
  },
}

function number(value: number, language: Language): string {
  return value.toLocaleString(language)
}
