import type { DecodeError } from '../../model/decoder.ts'
import type { Blocks } from './blocks.ts'
import type { UnpackLimits } from './defaults.ts'
import { UNPACK_LIMITS } from './defaults.ts'
import { readFileRange } from './file-range.ts'
import { gunzip } from './gunzip.ts'
import type { MemberLocator, PartStep, UnpackStep } from './member-locator.ts'
import { isSeekable } from './member-locator.ts'
import { transferDecoder } from '../mail/transfer-decoder.ts'
import type { Remark } from './read-error.ts'
import { asReadError, EvidenceReadError } from './read-error.ts'
import { unzstd } from './unzstd.ts'
import { readZipEntry, zipDataOffset } from './zip-entry.ts'
import { readZipLibraryEntry } from './zip-library-entry.ts'

/** Told of everything that is wrong with a member, with the decompressed offset where it was noticed. */
export type OnReadError = (error: DecodeError) => void

/**
 * The bytes [from, to) of a member's decompressed content; `to` may be `Infinity`. A seekable member is read where it lies; another is
 * decompressed from its start and what precedes `from` is dropped. Blocks are plain `Uint8Array`, whose `slice` copies, never `Buffer`,
 * whose `slice` does not.
 *
 * Never throws for content, nor for a file that cannot be opened: everything readable is yielded, `onError` is told why it ends
 * early or what is doubtful, and the iteration ends. The same member breaks at the same byte every time.
 */
export async function* openMember(
  locator: MemberLocator,
  from: number,
  to: number,
  onError: OnReadError,
  limits: UnpackLimits = UNPACK_LIMITS,
): Blocks {
  let position = isSeekable(locator) ? from : 0
  const tell = (reason: string) => onError({ offset: position, reason })
  try {
    const inPart = isSeekable(locator) && (from > 0 || to < Infinity)
    const blocks = inPart ? readRange(locator, from, to) : unpack(locator, limits, tell)
    for await (const block of blocks) {
      const start = Math.max(0, from - position)
      const end = Math.min(block.length, to - position)
      if (start < end) yield new Uint8Array(block.buffer, block.byteOffset + start, end - start)
      position += block.length
      if (position >= to) return
      if (position > limits.memberBytes) throw tooLong(limits)
    }
  } catch (cause) {
    tell(asReadError('cannot be read', cause).message)
  }
}

function tooLong({ memberBytes }: UnpackLimits): EvidenceReadError {
  return new EvidenceReadError(`more than ${memberBytes} bytes in one member; not read further`)
}

async function* readRange(locator: MemberLocator, from: number, to: number): Blocks {
  const [step] = locator.steps
  if (step?.kind === 'part') return yield* readFileRange(locator.file, step.from + from, Math.min(step.from + to, step.to))
  if (step?.kind !== 'zip') return yield* readFileRange(locator.file, from, to)
  const start = zipDataOffset(locator.file, step)
  yield* readFileRange(locator.file, start + from, start + Math.min(to, step.bytes ?? Infinity, step.compressedBytes))
}

/** The whole content, through each step in turn. */
function unpack(locator: MemberLocator, limits: UnpackLimits, remark: Remark): Blocks {
  const { file, steps: [first, ...others] } = locator
  if (first === undefined) return readFileRange(file, 0, Infinity)
  return others.reduce((blocks, step) => unpackStream(blocks, step, limits, remark), openFirst(file, first, limits, remark))
}

function openFirst(file: string, step: UnpackStep, limits: UnpackLimits, remark: Remark): Blocks {
  switch (step.kind) {
    case 'zip': return readZipEntry(file, step, limits, remark)
    case 'zip-library': return readZipLibraryEntry(file, step, limits, remark)
    case 'part': return readPart(file, step)
    default: return unpackStream(readFileRange(file, 0, Infinity), step, limits, remark)
  }
}

/** What a mail or a segment holds, decoded. */
async function* readPart(file: string, { from, to, encoding }: PartStep): Blocks {
  const decoder = transferDecoder(encoding)
  for await (const block of readFileRange(file, from, to)) yield decoder.push(block)
  const rest = decoder.end()
  if (rest.length > 0) yield rest
}

function unpackStream(blocks: Blocks, step: UnpackStep, limits: UnpackLimits, remark: Remark): Blocks {
  switch (step.kind) {
    case 'gzip': return gunzip(blocks, limits, remark)
    case 'zstd': return unzstd(blocks, limits, remark)
    default: throw new EvidenceReadError('an archive or a mail must be a file to be read')
  }
}
