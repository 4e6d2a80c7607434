import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { CanonicalValue } from './canonical-json.ts'
import { canonicalJson } from './canonical-json.ts'
import type { CustodyEntry } from './custody-entry.ts'
import { custodyEntrySchema } from './custody-entry.ts'
import type { PublicKey, SigningKey } from './signing-key.ts'

/**
 * A line is the canonical JSON of an entry, its SHA-256 in hex, and the Ed25519 signature of the JSON in hex, separated by tabs (which
 * JSON escapes): `cut`, `sha256sum` and `openssl` check it without this program.
 */
export interface LedgerLine {
  readonly entry: CustodyEntry
  readonly hash: string
  readonly text: string
}

export function writeLine(entry: CustodyEntry, key: SigningKey): LedgerLine {
  const { text, hash } = signed(entry, key)
  return { entry, hash, text }
}

/** The entry of a line without its newline, or what is wrong with it. Every bit of the line counts. */
export function readLine(line: Uint8Array, key: PublicKey | null): { readonly entry: CustodyEntry; readonly hash: string } | { readonly wrong: string } {
  return readSigned(line, custodyEntrySchema, key, content => ({ entry: content }))
}

const headSchema = z.strictObject({ entries: z.int().positive(), last: z.string() })

/** How many entries there are and the last one's hash, signed: without it, entries missing at the end would not be missed. */
export type LedgerHead = z.infer<typeof headSchema>

export function writeHead(head: LedgerHead, key: SigningKey): string {
  return signed(head, key).text
}

export function readHead(content: Uint8Array, key: PublicKey | null): LedgerHead | { readonly wrong: string } {
  if (content.at(-1) !== NEWLINE) return { wrong: 'does not end with a newline' }
  const read = readSigned(content.subarray(0, -1), headSchema, key, head => ({ head }))
  return 'wrong' in read ? read : read.head
}

export const NEWLINE = 0x0a
const TAB = 0x09

function signed(content: CanonicalValue, key: SigningKey): { text: string; hash: string } {
  const json = canonicalJson(content)
  const hash = sha256(json)
  return { text: `${json}\t${hash}\t${Buffer.from(key.sign(Buffer.from(json))).toString('hex')}\n`, hash }
}

/** Without a key the signature is not looked at: opening checks the chain, a verification everything. */
function readSigned<T extends CanonicalValue, R>(
  line: Uint8Array,
  schema: z.ZodType<T>,
  key: PublicKey | null,
  result: (content: T) => R,
): (R & { readonly hash: string }) | { readonly wrong: string } {
  const tab = line.indexOf(TAB)
  const json = line.subarray(0, Math.max(0, tab))
  const [, hash, signature] = /^\t([0-9a-f]{64})\t([0-9a-f]{128})$/.exec(Buffer.from(line.subarray(Math.max(0, tab))).toString('latin1')) ?? []
  if (hash === undefined || signature === undefined) return { wrong: 'is not an entry, its hash and its signature' }
  if (sha256(json) !== hash) return { wrong: 'does not have the hash it states' }
  if (key !== null && !key.verify(json, Buffer.from(signature, 'hex'))) return { wrong: 'does not have a signature of this key' }
  const content = parse(json, schema)
  return content === null ? { wrong: 'has an unknown form; a later version may have written it' } : { ...result(content), hash }
}

function parse<T extends CanonicalValue>(json: Uint8Array, schema: z.ZodType<T>): T | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json)
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null
  } catch {
    return null
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
