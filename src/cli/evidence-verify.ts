import { existsSync, readFileSync } from 'node:fs'
import { dataPaths } from '../platform/data-folder.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { formatBytes } from '../platform/progress-line.ts'
import type { CustodyVerification } from '../store/custody/verify-custody.ts'
import { verifyCustody } from '../store/custody/verify-custody.ts'
import type { EvidenceOptions } from './evidence.ts'
import { printable } from './evidence.ts'
import type { VerifyView } from './evidence-schemas.ts'
import { dataPathsOf } from './settings.ts'
import { terminal } from './terminal.ts'
import { withCustody } from './with-custody.ts'
import { writeLines } from './write-lines.ts'

export interface VerifyCommandOptions extends EvidenceOptions {
  readonly key?: string
  readonly head?: string
}

/** `noroshi evidence verify`: exit code 0 when nothing was changed, 1 when something was. */
export async function verifyEvidence(folder: string | undefined, options: VerifyCommandOptions): Promise<number> {
  const paths = folder === undefined ? dataPathsOf(options) : dataPaths(folder)
  if (!existsSync(paths.path)) throw new NoroshiError('no-such-path', `there is no folder ${paths.path}`)
  const publicKey = options.key === undefined ? undefined : readKey(options.key)
  const verification = await verifyCustody(paths, { publicKey, head: options.head?.toLowerCase() })
  if (folder === undefined) await writeDown(verification, options)
  const view: VerifyView = { folder: paths.path, ...verification, problems: [...verification.problems], notes: [...verification.notes] }
  await writeLines(terminal().stdout, options.json ? [`${JSON.stringify(view)}\n`] : lines(view))
  return verification.sound ? 0 : 1
}

/** A ledger that is damaged cannot be continued, and one that another process has is that process's: then there is no entry. */
async function writeDown({ sound, entries, blobs, problemsTotal }: CustodyVerification, options: VerifyCommandOptions): Promise<void> {
  if (entries === 0) return
  try {
    await withCustody(options, (custody, actor) =>
      custody.record({ actor, action: 'verified', details: { sound, entries, blobs, problems: problemsTotal } }))
  } catch (cause) {
    if (!(cause instanceof NoroshiError) || (sound && cause.code !== 'data-locked')) throw cause
    terminal().stderr.write(`no entry about this verification was written: ${cause.message}\n`)
  }
}

function lines({ sound, entries, blobs, bytes, head, keyFingerprint, problems, problemsTotal, notes }: VerifyView): string[] {
  const more = problemsTotal > problems.length ? [`and ${problemsTotal - problems.length} more problems`] : []
  return [
    ...problems.map(({ kind, where, what }) => `${kind}  ${printable(where)}: ${printable(what)}`),
    ...more,
    ...notes.map(note => `note: ${note}`),
    `${entries} entries, ${blobs} blobs, ${formatBytes(bytes)}: ${sound ? 'nothing was changed' : `problems: ${problemsTotal}`}`,
    ...(head === null ? [] : [`last entry ${head}`, `key ${keyFingerprint ?? 'unknown'}`]),
  ].map(line => `${line}\n`)
}

function readKey(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new NoroshiError('no-such-path', `the key ${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
