import type { ZipStep } from '../../../pipeline/evidence/member-locator.ts'
import { UNPACK_LIMITS } from '../../../pipeline/evidence/defaults.ts'
import { readZipEntry } from '../../../pipeline/evidence/zip-entry.ts'
import { zipMembers } from '../../../pipeline/evidence/zip-members.ts'
import { MOST_PART_BYTES } from '../defaults.ts'

/** The XML parts of an Office document (ECMA-376, part 2) by their paths. */
export interface OfficeParts {
  readonly parts: ReadonlyMap<string, string>
  /** Paths of parts that hold what no reader here reads. */
  readonly others: readonly string[]
}

/** @throws EvidenceReadError where it is no archive, or no part can be read */
export async function officeParts(file: string, wanted: RegExp): Promise<OfficeParts> {
  const parts = new Map<string, string>()
  const others: string[] = []
  const limits = { ...UNPACK_LIMITS, memberBytes: MOST_PART_BYTES }
  for await (const member of zipMembers(file, [], limits)) {
    if (member.kind === 'member' && wanted.test(member.name) && isPlain(member.step)) parts.set(member.name, await textOf(file, member.step))
    else others.push(member.name)
  }
  return { parts, others }
}

function isPlain(step: ZipStep | { readonly kind: 'zip-library' }): step is ZipStep {
  return step.kind === 'zip'
}

async function textOf(file: string, step: ZipStep): Promise<string> {
  const blocks: Uint8Array[] = []
  let bytes = 0
  for await (const block of readZipEntry(file, step, { ...UNPACK_LIMITS, memberBytes: MOST_PART_BYTES }, () => {})) {
    bytes += block.length
    if (bytes > MOST_PART_BYTES) break
    blocks.push(new Uint8Array(block))
  }
  const joined = Buffer.concat(blocks)
  return joined[0] === 0xff && joined[1] === 0xfe ? joined.toString('utf16le') : joined.toString('utf8')
}
