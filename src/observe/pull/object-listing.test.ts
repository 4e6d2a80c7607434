import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { storeError } from '../../platform/object-store/object-answer.ts'
import { readListing } from './object-listing.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>'

test('objects of a page, their keys decoded, and how to ask for the next', () => {
  expect(readListing(`${HEAD}<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>
<Contents><Key>logs/a+b%2Bc%26.gz</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified><ETag>&quot;0f-2&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>
<Contents><Key>%E6%97%A5.csv</Key><ETag>"1a"</ETag><Size>0</Size></Contents></ListBucketResult>`)).toEqual({
    objects: [{ key: 'logs/a b+c&.gz', etag: '0f-2', bytes: 12 }, { key: '日.csv', etag: '1a', bytes: 0 }], next: 'a&b=',
  })
})

test('keys as they are, where the store does not encode them; the last page', () => {
  expect(readListing(`${HEAD}<IsTruncated>false</IsTruncated><Contents><Key>a+b &lt;1&gt;&#x65E5;.log</Key><ETag>"1"</ETag><Size>1</Size></Contents></ListBucketResult>`)).toEqual({
    objects: [{ key: 'a+b <1>日.log', etag: '1', bytes: 1 }], next: null,
  })
})

test('what is no listing is told, with what the store says', () => {
  const error = '<Error><Code>AccessDenied</Code><Message>Access &amp; more denied</Message></Error>'
  expect(() => readListing(error)).toThrow('no listing')
  expect(storeError(error)).toBe('AccessDenied: Access & more denied')
})

test('whatever is sent, it ends, and nothing but a refusal is thrown', () => {
  const piece = fc.constantFrom('<Contents>', '</Contents>', '<Key>', '</Key>', '<ETag>', '</ETag>', '<Size>', '</Size>', '1', '&#99999999;', '&#x110000;', '%', '<', 'a')
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
    for (const { key, bytes } of readListing(HEAD + pieces.join('')).objects) expect([typeof key, Number.isSafeInteger(bytes)]).toEqual(['string', true])
  }), { numRuns: byDepth(100, 2_000, 50_000) })
})
