import { discover } from '../pipeline/evidence/discover.ts'
import type { DiscoverOptions } from '../pipeline/evidence/discover.ts'
import { findFiles } from '../pipeline/evidence/found-files.ts'
import { surveyMember } from '../pipeline/evidence/survey.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { formatBytes } from '../platform/progress-line.ts'
import type { Custody } from '../store/custody/custody.ts'
import type { BlobMember } from '../store/custody/custody-entry.ts'
import { receiveFile } from '../store/custody/receive-file.ts'
import type { EvidenceOptions } from './evidence.ts'
import { printable } from './evidence.ts'
import type { AddView } from './evidence-schemas.ts'
import { requirePaths } from './rule-directories.ts'
import { archiveOptionsOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withCustody } from './with-custody.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi evidence add`: exit code 1 when something could not be read. */
export async function addEvidence(paths: readonly string[], options: EvidenceOptions): Promise<number> {
  requirePaths(paths)
  const archives = archiveOptionsOf(readSettings(options))
  const received: AddView['received'] = []
  const errors: AddView['errors'] = []
  await withCustody(options, async (custody, actor) => {
    for await (const found of findFiles(paths)) {
      try {
        if (found.kind === 'unreadable') throw new NoroshiError('no-such-path', found.reason)
        const { blob, bytes, known } = await receiveFile(custody, found.path, actor)
        const members = await membersOf(custody, blob, archives)
        await custody.identify(blob, members, actor)
        received.push({ path: found.path, blob, bytes, known, members: members.length })
        if (options.json !== true) await writeLines(terminal().stdout, [receivedLine(received.at(-1)!)])
      } catch (cause) {
        if (!(cause instanceof NoroshiError) || cause.code !== 'no-such-path') throw cause
        errors.push({ path: found.path, reason: messageOf(cause) })
        terminal().stderr.write(`${printable(found.path)}: ${printable(messageOf(cause))}\n`)
      }
    }
  })
  if (options.json) await writeLines(terminal().stdout, [`${JSON.stringify({ received, errors })}\n`])
  return errors.length > 0 ? 1 : 0
}

/** The evidence in a blob, by its content; what cannot be opened is not named. */
async function membersOf(custody: Custody, blob: string, archives: DiscoverOptions): Promise<BlobMember[]> {
  const file = custody.store.pathOf(blob)
  const members: BlobMember[] = []
  for await (const found of discover([file], archives)) {
    if (found.kind === 'unreadable') continue
    const { sha256 } = await surveyMember(found.locator, [])
    members.push({ evidence: sha256, path: found.locator.path.slice(file.length) })
  }
  return members
}

function receivedLine({ path, blob, bytes, known, members }: AddView['received'][number]): string {
  const inside = members > 1 ? `, ${members} pieces` : ''
  return `${blob.slice(0, 16)}  ${formatBytes(bytes)}${inside}${known ? ', known' : ''}  ${printable(path)}\n`
}
