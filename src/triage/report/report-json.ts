import { evidenceByPath } from './build-report.ts'
import { ReportEntries } from './report-entries.ts'
import type { ReportInput } from './report-input.ts'

/** report.json in pieces, one entry a line: memory stays that of the largest entry. The pieces joined are one JSON text. */
export function* reportJson(input: ReportInput): Generator<string> {
  const entries = new ReportEntries(input)
  yield `{"noroshi":${JSON.stringify(input.version)}`
  yield* list('evidence', evidenceByPath(input.evidence), each => entries.evidence(each))
  yield* list('findings', input.triaged.findings, each => entries.finding(each))
  yield* list('cases', input.triaged.cases, each => entries.case(each))
  yield `,\n"stats":${JSON.stringify(entries.stats())}}\n`
}

function* list<T>(name: string, values: readonly T[], entry: (value: T) => object): Generator<string> {
  yield `,\n"${name}":[`
  let separator = '\n'
  for (const value of values) {
    yield `${separator}${JSON.stringify(entry(value))}`
    separator = ',\n'
  }
  yield ']'
}
