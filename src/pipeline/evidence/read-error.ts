/**
 * Content that cannot be read further. It travels only within this folder, from the layer that notices to the one that knows the
 * offset: {@link openMember} turns it into a report entry.
 */
export class EvidenceReadError extends Error {
  override readonly name = 'EvidenceReadError'
}

/** The same for whatever a library or the file system throws on bad content; the sentence says what was being done. */
export function asReadError(doing: string, cause: unknown): EvidenceReadError {
  if (cause instanceof EvidenceReadError) return cause
  return new EvidenceReadError(`${doing}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}

/** Told of damage that does not end the reading, as a sentence without a full stop. */
export type Remark = (reason: string) => void
