import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../noroshi-error.ts'

/** Where a secret stands: in place of the secret itself, so that noroshi.yaml can be shared and kept in git. */
export const secretReference = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_]\w{0,99}$/) }),
  z.strictObject({ file: z.string().min(1) }),
], 'must be {env: NAME} for an environment variable, or {file: PATH}')

export type SecretReference = z.infer<typeof secretReference>

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be a URL like https://example.jp/path' })

/** The secret, without the line end of its file. @throws NoroshiError `bad-configuration` when it is not there; the message never quotes it */
export function readSecret(reference: SecretReference): string {
  if ('env' in reference) {
    const value = process.env[reference.env]
    if (value === undefined || value === '') throw new NoroshiError('bad-configuration', `the environment variable ${reference.env} is not set`)
    return value
  }
  try {
    const text = readFileSync(reference.file, 'utf8').replace(/\r?\n$/, '')
    if (text !== '') return text
  } catch (cause) {
    throw new NoroshiError('bad-configuration', `the secret's file ${reference.file} cannot be read: ${messageOf(cause)}`, { cause })
  }
  throw new NoroshiError('bad-configuration', `the secret's file ${reference.file} is empty`)
}
