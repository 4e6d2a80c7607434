import type { EvtxRecord } from '../observe/evtx/decode-evtx-chunk.ts'
import { evtxDecoder } from '../observe/evtx/decoder.ts'
import { jsonText } from '../platform/json-text.ts'
import { nestedEvent } from '../observe/evtx/nested-event.ts'
import { readEvtx } from '../observe/evtx/read-evtx.ts'
import { ErrorCollector } from '../pipeline/error-list.ts'
import { discover } from '../pipeline/evidence/discover.ts'
import { evidenceFile } from '../pipeline/evidence/evidence-file.ts'
import type { MemberLocator } from '../pipeline/evidence/member-locator.ts'
import { surveyMember } from '../pipeline/evidence/survey.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths } from './rule-directories.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi evtx`: each record as one line of JSON, in the shape of evtx_dump. Exit code 1 when something could not be read. */
export async function printEvtx(paths: readonly string[], { recover = false }: { readonly recover?: boolean }): Promise<number> {
  requirePaths(paths)
  let errors = 0

  async function* lines() {
    for await (const found of discover(paths)) {
      const report = new ErrorCollector()
      if (found.kind === 'unreadable') report.error({ offset: found.offset, reason: found.reason })
      else yield* recordLines(found.locator, recover, report)
      const list = report.take()
      errors += list.total
      process.stderr.write(formatEvidenceErrors(found.kind === 'unreadable' ? found.path : found.locator.path, list))
    }
  }

  await writeLines(process.stdout, lines())
  return errors > 0 ? 1 : 0
}

async function* recordLines(locator: MemberLocator, recover: boolean, report: ErrorCollector): AsyncGenerator<string> {
  const surveyed = await surveyMember(locator, [evtxDecoder({ datasetOf: () => 'windows.eventlog' })])
  for (const error of surveyed.errors) report.error(error)
  if (surveyed.format === null) return
  const file = await evidenceFile(surveyed, { date: 0, recover, encoding: surveyed.encoding }, report)
  const lines: string[] = []
  const print = (record: EvtxRecord | null) => {
    if (record !== null) lines.push(`${jsonText(nestedEvent(record.content))}\n`)
  }
  const sink = { error: report.error.bind(report), record: print, ...(recover && { recovered: print }) }
  for await (const _ of readEvtx(file, 0, surveyed.bytes, sink)) yield lines.splice(0).join('')
  yield lines.join('')
}
