import { accessSync, constants, createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Language } from '../model/reason.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import type { ReportInput } from '../triage/index.ts'
import { reportHtml, reportJson, reportMarkdown } from '../triage/index.ts'

/** Before anything is read, so that hours of work do not end at a folder that cannot be written. */
export function prepareReportDirectory(directory: string): void {
  try {
    makeFolder(directory)
    accessSync(directory, constants.W_OK)
  } catch (cause) {
    throw new NoroshiError('output-failed', `cannot make the folder ${directory}: ${messageOf(cause)}`, { cause })
  }
}

/** With its parents. Node's own way of making parents never returns on a file system that refuses with "no such file", as /proc does. */
function makeFolder(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return
  const parent = dirname(directory)
  if (parent !== directory) makeFolder(parent)
  mkdirSync(directory)
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
