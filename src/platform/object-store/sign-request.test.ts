import { expect, test } from 'vitest'
import { encodeStrictly, signRequest } from './sign-request.ts'

/** The examples of the Amazon S3 API Reference, *Examples: Signature Calculations*. */
const EXAMPLE = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const NOW = Date.UTC(2013, 4, 24)
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

test.each<[string, string, Record<string, string>, string, string]>([
  ['an object', 'https://examplebucket.s3.amazonaws.com/test.txt', { Range: 'bytes=0-9' }, 'host;range;x-amz-content-sha256;x-amz-date', 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'],
  ['a setting of a bucket', 'https://examplebucket.s3.amazonaws.com/?lifecycle', {}, 'host;x-amz-content-sha256;x-amz-date', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['a listing', 'https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J', {}, 'host;x-amz-content-sha256;x-amz-date', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('the published signature of %s', (_, url, headers, names, signature) => {
  expect(signRequest({ method: 'GET', url: new URL(url), headers, region: 'us-east-1', now: NOW }, EXAMPLE)).toEqual({
    ...headers, 'x-amz-content-sha256': EMPTY, 'x-amz-date': '20130524T000000Z',
    'authorization': `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`,
  })
})

test('a token of temporary credentials is signed too', () => {
  const signed = signRequest({ method: 'GET', url: new URL('https://b.example/'), headers: {}, region: 'x', now: NOW }, { ...EXAMPLE, sessionToken: 'token' })
  expect(signed).toMatchObject({ 'x-amz-security-token': 'token', 'authorization': expect.stringContaining('host;x-amz-content-sha256;x-amz-date;x-amz-security-token,') })
})

test('nothing but unreserved letters stays as it is', () => {
  expect(encodeStrictly('aZ0-._~ !\'()*/%+日')).toBe('aZ0-._~%20%21%27%28%29%2A%2F%25%2B%E6%97%A5')
})
