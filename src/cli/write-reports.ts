import { createWriteStream, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Language } from '../model/reason.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import type { ReportInput } from '../triage/index.ts'
import { reportHtml, reportJson, reportMarkdown } from '../triage/index.ts'

/** Before anything is read, so that hours of work do not end at a folder that cannot be written. */
export function prepareReportDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (cause) {
    throw new NoroshiError('output-failed', `cannot make the folder ${directory}: ${messageOf(cause)}`, { cause })
  }
}

/** Writes the three reports; each appears under its name only when it is complete. */
export async function writeReports(input: ReportInput, directory: string, language: Language): Promise<void> {
  await writeFile(join(directory, 'report.json'), reportJson(input))
  await writeFile(join(directory, 'report.html'), reportHtml(input, language))
  await writeFile(join(directory, 'report.md'), reportMarkdown(input, language))
}

async function writeFile(path: string, pieces: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), createWriteStream(`${path}.part`))
    renameSync(`${path}.part`, path)
  } catch (cause) {
    throw new NoroshiError('output-failed', `cannot write ${path}: ${messageOf(cause)}`, { cause })
  }
}
