import type { ReadAs } from '../../model/decoder.ts'
import type { TransferEncoding } from '../mail/mail.ts'

/** Where a member's content lies and how to get at it. Plain data: it crosses to workers. */
export interface MemberLocator {
  /** As shown: `dir/a.zip!/b.evtx`. A name only; never opened. */
  readonly path: string
  /** Absolute; for a member of an archive within an archive, the spooled inner archive. */
  readonly file: string
  /** From the outside in; none for a plain file. */
  readonly steps: readonly UnpackStep[]
  readonly readAs?: ReadAs
}

export type UnpackStep =
  | { readonly kind: 'gzip' }
  | { readonly kind: 'zstd' }
  | ZipStep
  | ZipLibraryStep
  | PartStep

/** An entry that is read without its archive's directory. Always the first step. */
export interface ZipStep {
  readonly kind: 'zip'
  readonly method: 'stored' | 'deflate' | 'zstd'
  /** Byte offset of its local header. */
  readonly headerOffset: number
  readonly compressedBytes: number
  /** Decompressed, as the archive declares; null when it does not say. */
  readonly bytes: number | null
  readonly crc32: number | null
}

/** An entry that the ZIP library has to read: encrypted, or Deflate64. Always the first step. */
export interface ZipLibraryStep {
  readonly kind: 'zip-library'
  /** In the archive's directory. */
  readonly index: number
  /** Null when the entry is not encrypted. */
  readonly password: string | null
}

/** Bytes [from, to) of a file: what a mail or a segment holds. Always the first step. */
export interface PartStep {
  readonly kind: 'part'
  readonly of: 'mail' | 'segment'
  readonly from: number
  readonly to: number
  readonly encoding: TransferEncoding
}

/** True when any range of the member can be read at once; otherwise reading means decompressing from the start. */
export function isSeekable(locator: MemberLocator): boolean {
  const [step, ...others] = locator.steps
  return step === undefined || (others.length === 0 && (step.kind === 'part' ? step.encoding === 'plain' : step.kind === 'zip' && step.method === 'stored'))
}
