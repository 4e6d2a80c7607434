import { textIn } from '../../platform/object-store/object-answer.ts'

/** An object as a store lists it. */
export interface ListedObject {
  readonly key: string
  /** Of this version, without quotes. */
  readonly etag: string
  readonly bytes: number
}

/** A page of a listing (ListObjectsV2). */
export interface ObjectListing {
  readonly objects: readonly ListedObject[]
  /** What the next page is asked for with; null at the last. */
  readonly next: string | null
}

/**
 * Reads the answer to ListObjectsV2 (Amazon S3 API Reference). Of XML nothing is read but the elements it needs, which hold text alone; what is none of them
 * is passed over.
 *
 * @throws Error when it is no listing
 */
export function readListing(xml: string): ObjectListing {
  if (!/<ListBucketResult[\s>]/.test(xml)) throw new Error('the store answers with what is no listing')
  const isEncoded = textIn(xml, 'EncodingType') === 'url'
  const objects: ListedObject[] = []
  for (let at = xml.indexOf(OPEN); at >= 0;) {
    const end = xml.indexOf('</Contents>', at)
    if (end < 0) break
    const one = xml.slice(at + OPEN.length, end)
    const key = textIn(one, 'Key')
    const etag = textIn(one, 'ETag')?.replaceAll('"', '')
    const bytes = Number(textIn(one, 'Size'))
    if (key !== null && etag !== undefined && Number.isSafeInteger(bytes)) objects.push({ key: isEncoded ? decoded(key) : key, etag, bytes })
    at = xml.indexOf(OPEN, end)
  }
  return { objects, next: textIn(xml, 'IsTruncated') === 'true' ? textIn(xml, 'NextContinuationToken') : null }
}

const OPEN = '<Contents>'

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return key
  }
}
