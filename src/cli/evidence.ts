import { NoroshiError } from '../platform/noroshi-error.ts'
import { formatBytes } from '../platform/progress-line.ts'
import type { CustodyTarget } from '../store/custody/custody.ts'
import type { CustodyEntry } from '../store/custody/custody-entry.ts'
import type { BlobRecord } from '../store/custody/custody-register.ts'
import { CustodyRegister } from '../store/custody/custody-register.ts'
import { readEntries } from '../store/custody/read-entries.ts'
import type { BlobView } from './evidence-schemas.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface EvidenceOptions extends CommonOptions {
  readonly json?: boolean
  readonly actor?: string
}

/** `noroshi evidence list`: also while another process has the data folder. */
export async function listEvidence(options: EvidenceOptions): Promise<number> {
  const register = new CustodyRegister()
  for await (const entry of readEntries(dataPathsOf(options).custody)) register.accept(entry)
  const blobs = [...register.blobs].map(record => blobView(record, register))
  await writeLines(process.stdout, options.json ? [`${JSON.stringify({ blobs })}\n`] : blobs.map(blobLine))
  if (options.json !== true && blobs.length === 0) process.stderr.write('there is no evidence yet; noroshi evidence add PATH takes some in\n')
  return 0
}

/** `noroshi evidence show`. */
export async function showEvidence(id: string, options: EvidenceOptions): Promise<number> {
  const { custody } = dataPathsOf(options)
  const register = new CustodyRegister()
  for await (const entry of readEntries(custody)) register.accept(entry)
  const { kind, sha256 } = findTarget(id, register)
  const records = [...register.blobs].filter(({ blob, members }) => blob === sha256 || members.some(({ evidence }) => evidence === sha256))
  const blobs = records.map(({ blob }) => blob)
  const views = records.map(record => blobView(record, register))
  const history: CustodyEntry[] = []
  for await (const entry of readEntries(custody)) if (concerns(entry, sha256, blobs)) history.push(entry)
  const shown = { kind, sha256, blobs: views, history: history.map(entry => ({ ...entry, members: entry.members.length })) }
  await writeLines(process.stdout, options.json ? [`${JSON.stringify(shown)}\n`] : [
    `${kind} ${sha256}\n`,
    ...views.flatMap(view => [blobLine(view), ...view.members.map(memberLine)]),
    ...history.map(historyLine),
  ])
  return 0
}

/** The blob or piece of evidence whose hash begins so. @throws NoroshiError `no-such-evidence` for none and for several */
export function findTarget(id: string, register: CustodyRegister): CustodyTarget {
  const prefix = id.toLowerCase()
  const found = /^[0-9a-f]{4,64}$/.test(prefix) ? register.find(prefix, 2) : []
  const [target, another] = found
  const named = printable(id.slice(0, 80))
  if (target === undefined) throw new NoroshiError('no-such-evidence', `nothing here has a SHA-256 that begins with "${named}" (at least 4 digits)`)
  if (another !== undefined) throw new NoroshiError('no-such-evidence', `more than one SHA-256 begins with "${named}"; give more digits`)
  return target
}

function blobView({ blob, bytes, receipts, members, deleted }: BlobRecord, register: CustodyRegister): BlobView {
  const { time, actor, reason } = register.holdOn(blob) ?? { time: null, actor: null, reason: null }
  return {
    blob,
    bytes,
    receipts: [...receipts],
    members: members.map(member => ({ ...member, deleted: deleted !== null || register.isDeletedEvidence(member.evidence) })),
    hold: time === null ? null : { time, actor, reason },
    deleted,
  }
}

function blobLine({ blob, bytes, receipts, members, hold, deleted }: BlobView): string {
  const [first, ...others] = receipts
  const state = deleted !== null ? '  deleted' : hold !== null ? '  on hold' : ''
  const paths = `${printable(first?.path ?? '')}${others.length === 0 ? '' : ` (received ${receipts.length} times)`}`
  const inside = members.length > 1 ? `, ${members.length} pieces` : ''
  return `${blob.slice(0, 16)}  ${first?.time.slice(0, 19) ?? ''}Z  ${formatBytes(bytes)}${inside}${state}  ${paths}\n`
}

function memberLine({ evidence, path, deleted }: BlobView['members'][number]): string {
  const name = path === '' ? '(the content itself)' : printable(path.replace(/^!\//, ''))
  return `    ${evidence}  ${name}${deleted ? '  deleted' : ''}\n`
}

/** Names are written by anyone: no control characters reach the terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Control characters, and those that turn the direction of writing. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

function historyLine({ number, time, actor, action, paths, members, details }: CustodyEntry): string {
  const reason = typeof details['reason'] === 'string' ? [`"${details['reason']}"`] : []
  const what = [...paths, ...(members.length > 0 ? [`${members.length} pieces`] : []), ...reason].map(printable).join(' ')
  return `  ${number}  ${time}  ${action}  ${printable(actor)}  ${what}\n`
}

function concerns(entry: CustodyEntry, sha256: string, blobs: readonly string[]): boolean {
  return entry.evidence === sha256 || (entry.blob !== null && blobs.includes(entry.blob))
}
