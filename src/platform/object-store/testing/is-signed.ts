import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The user whom stores of tests know. */
export const TESTER = { accessKey: 'tester', secretKey: 'of-tests/and+more' }

export const TEST_REGION = 'lab-1'

/** Whether a request is signed by {@link TESTER}, as the specification says, from what came over the wire, with none of the code that is tested. */
export function isSigned({ headers, url = '', method = '' }: IncomingMessage): boolean {
  const form = new RegExp(`^AWS4-HMAC-SHA256 Credential=${TESTER.accessKey}/(\\d{8})/${TEST_REGION}/s3/aws4_request,SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})$`)
  const [, day, names = '', signature] = form.exec(headers.authorization ?? '') ?? []
  if (day === undefined) return false
  const [path, query = ''] = url.split('?')
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const canonical = `${method}\n${path}\n${query.split('&').sort().join('&')}\n${names.split(';').map(name => `${name}:${String(headers[name])}\n`).join('')}\n${names}\n${String(headers['x-amz-content-sha256'])}`
  const toSign = `AWS4-HMAC-SHA256\n${String(headers['x-amz-date'])}\n${day}/${TEST_REGION}/s3/aws4_request\n${sha(canonical)}`
  let key: Buffer | string = `AWS4${TESTER.secretKey}`
  for (const part of [day, TEST_REGION, 's3', 'aws4_request', toSign]) key = createHmac('sha256', key).update(part).digest()
  return Buffer.isBuffer(key) && key.toString('hex') === signature && ['host', 'x-amz-content-sha256', 'x-amz-date'].every(name => names.split(';').includes(name))
}
