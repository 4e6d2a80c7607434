import { readCaptures, STANDARD_INPUT } from '../observe/packet/read-captures.ts'
import { Sessions } from '../observe/session/sessions.ts'
import { ErrorCollector } from '../pipeline/error-list.ts'
import { formatEvidenceErrors } from './evidence-errors.ts'
import { requirePaths } from './rule-directories.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi packets`: each session event of captures as one line of JSON. Exit code 1 when something could not be read. */
export async function printSessions(paths: readonly string[]): Promise<number> {
  requirePaths(paths.filter(path => path !== STANDARD_INPUT))
  const reports = new Map<string, ErrorCollector>()
  const lines: string[] = []
  const sessions = new Sessions({ emit: event => lines.push(`${JSON.stringify(event)}\n`) })

  async function* pieces() {
    const batches = readCaptures(paths, {
      standardInput: process.stdin,
      onError(path, error) {
        const report = reports.get(path) ?? new ErrorCollector()
        reports.set(path, report)
        report.error(error)
      },
    })
    for await (const batch of batches) {
      sessions.accept(batch)
      if (lines.length > 0) yield lines.splice(0).join('')
    }
    sessions.end()
    yield lines.splice(0).join('')
  }

  await writeLines(process.stdout, pieces())
  for (const [path, report] of reports) process.stderr.write(formatEvidenceErrors(path, report.take()))
  const { evicted } = sessions.counts
  if (evicted > 0) process.stderr.write(`${evicted} connections were told early, for want of room\n`)
  return reports.size > 0 ? 1 : 0
}
