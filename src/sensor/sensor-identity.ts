import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { NoroshiError } from '../platform/noroshi-error.ts'

/** Who this sensor is, to the hub it was enrolled with. */
const identitySchema = z.strictObject({
  id: z.uuid(),
  /** What the hub calls it. */
  name: z.string(),
  /** `https://noroshi.example:8444`. */
  hub: z.string(),
  /** PEM: its own private key, which never leaves this machine; its certificate; the hub's authority. */
  key: z.string(),
  certificate: z.string(),
  authority: z.string(),
})

export type SensorIdentity = z.infer<typeof identitySchema>

/** On P-256, in PEM. */
export interface KeyPair {
  readonly privateKey: string
  readonly publicKey: string
}

export function newKeyPair(): KeyPair {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** Null when this machine was never enrolled. @throws NoroshiError `not-enrolled` when what is there is damaged */
export function readIdentity(folder: string): SensorIdentity | null {
  const file = join(folder, IDENTITY)
  if (!existsSync(file)) return null
  const parsed = identitySchema.safeParse(parseJson(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new NoroshiError('not-enrolled', `${file} is damaged`)
  return parsed.data
}

/** In one step: a key always has its certificate. */
export function keepIdentity(folder: string, identity: SensorIdentity): void {
  keep(folder, IDENTITY, JSON.stringify(identity))
  rmSync(join(folder, ENROLLING), { force: true })
}

/** The key pair that is being enrolled; the same until it is, since the hub knows a repeated request by it. */
export function enrollingKeyPair(folder: string): KeyPair {
  const file = join(folder, ENROLLING)
  const kept = existsSync(file) ? keyPairSchema.safeParse(parseJson(readFileSync(file, 'utf8'))) : null
  if (kept?.success === true) return kept.data
  const made = newKeyPair()
  keep(folder, ENROLLING, JSON.stringify(made))
  return made
}

const keyPairSchema = z.strictObject({ privateKey: z.string(), publicKey: z.string() })

const IDENTITY = 'identity.json'
const ENROLLING = 'enrolling.json'

function keep(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, `${name}.part`), text, { mode: 0o600, flush: true })
  renameSync(join(folder, `${name}.part`), join(folder, name))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
