import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ApiError } from '../errors/api-error.ts'
import { PASSWORD } from './defaults.ts'

const hash = promisify(argon2)

/** Stored as the PHC string format has it: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(PASSWORD.saltBytes)
  const { memoryKb, passes } = PASSWORD
  const tag = await derive(password, salt, memoryKb, passes)
  return `$argon2id$v=19$m=${memoryKb},t=${passes},p=1$${base64(salt)}$${base64(tag)}`
}

/** Whether the password is the one stored. Without anything stored it takes as long, and the answer is no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = FORM.exec(stored ?? ABSENT)
  if (parts === null) return false
  const [, memoryKb, passes, salt, tag] = parts
  const expected = Buffer.from(tag!, 'base64')
  const given = await derive(password, Buffer.from(salt!, 'base64'), Number(memoryKb), Number(passes))
  return given.length === expected.length && timingSafeEqual(given, expected) && stored !== null
}

/** @throws ApiError `unprocessable` for a password that is too easy to guess (NIST SP 800-63B §5.1.1.2: length, not composition) */
export function requireStrength(password: string, name: string): void {
  const length = [...password].length
  if (length < PASSWORD.shortest || length > PASSWORD.longest) {
    throw new ApiError('unprocessable', { problem: `a password has ${PASSWORD.shortest} to ${PASSWORD.longest} characters`, field: 'body.password' })
  }
  const folded = password.normalize('NFKC').toLowerCase()
  if (folded.includes(name.toLowerCase()) || new Set(folded).size < PASSWORD.fewestDistinct || isRun(folded)) {
    throw new ApiError('unprocessable', { problem: 'this password is too easy to guess', field: 'body.password' })
  }
}

const FORM = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Of no password: its salt and tag are zeros. */
const ABSENT = `$argon2id$v=19$m=${PASSWORD.memoryKb},t=${PASSWORD.passes},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

let running = 0
const waiting: (() => void)[] = []

/** Each takes memory and a processor: few at a time, and not many in the queue. Unicode forms that look alike count as one (RFC 8265). */
async function derive(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
  if (running >= PASSWORD.atOnce) {
    if (waiting.length >= PASSWORD.mostWaiting) throw new ApiError('too-many', { retryAfter: 5 })
    await new Promise<void>(resolve => waiting.push(resolve))
  }
  running++
  try {
    const message = Buffer.from(password.normalize('NFKC'), 'utf8')
    return await hash('argon2id', { message, nonce, parallelism: 1, tagLength: PASSWORD.tagBytes, memory, passes })
  } finally {
    running--
    waiting.shift()?.()
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

/** `123456789012`, `abcdefghijkl`: each character follows the one before. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((character, index) => character.codePointAt(0)! - [...text][index]!.codePointAt(0)!)
  return steps.filter(step => step === 1 || step === -1 || step === -9).length >= steps.length - 1
}
