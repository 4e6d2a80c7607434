import { createHash } from 'node:crypto'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import type { Box } from './box.ts'
import { MANIFEST_PREFIX } from './box.ts'
import { MOST_MANIFEST_BYTES } from './defaults.ts'
import type { Sealing } from './sealing.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
const digest = z.strictObject({ count, sum: z.string().regex(/^[0-9a-f]{32}$/) })
const step = z.strictObject({ number: z.int(), name: z.string(), hash: z.string() })

/** A path below a folder of ours, that cannot lead out of it. */
const relativePath = z.string().refine(path => path !== '' && !path.startsWith('/') && path.split('/').every(name => name !== '' && name !== '.' && name !== '..'))

/** Where its bytes lie in the box, and what they must be. */
const stored = {
  object: sha256,
  sha256: sha256.describe('of the bytes as they lie there, before encryption'),
  bytes: count,
}

const columns = z.array(z.strictObject({ name: z.string(), type: z.string() }))

export const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), name: z.string(), columns, rows: count, content: sha256.describe('of the rows, one JSON array a line'), ...stored }),
  z.strictObject({
    kind: z.literal('events'), table: z.string(), columns: z.array(z.string()), number: count,
    source: sha256.describe('of what it was made of: a later backup takes the part over where this is the same'), ...stored,
  }),
  z.strictObject({ kind: z.literal('evidence'), ...stored }),
  z.strictObject({ kind: z.literal('file'), path: relativePath.describe('in the data folder'), ...stored }),
  z.strictObject({ kind: z.literal('settings'), path: z.string().describe('where it lay'), ...stored }),
])

export type Part = z.infer<typeof partSchema>
export type StoredBytes = Pick<Part, 'object' | 'sha256' | 'bytes'>

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  made: z.string(),
  program: z.string(),
  folder: z.string(),
  position: count,
  organisations: z.array(z.strictObject({ name: z.string(), events: digest, matches: digest })),
  steps: z.strictObject({ state: z.array(step), events: z.array(step) }),
  damaged: z.array(z.string()).describe('evidence whose bytes were not those of its name any more'),
  parts: z.array(partSchema),
})

export type Manifest = z.infer<typeof manifestSchema>

/** What a part is called in messages. */
export function partName(part: Part): string {
  switch (part.kind) {
    case 'table': return `table ${part.name}`
    case 'events': return `events ${part.table} ${part.number}`
    case 'evidence': return `evidence ${part.sha256}`
    case 'file': return `file ${part.path}`
    case 'settings': return `settings ${part.path}`
  }
}

/** Writes it down; its name says when it was made and its SHA-256. */
export async function writeManifest(box: Box, sealing: Sealing, manifest: Manifest): Promise<{ readonly name: string; readonly sha256: string }> {
  const text = Buffer.from(JSON.stringify(manifest))
  const hash = createHash('sha256').update(text).digest('hex')
  const name = `${manifest.made.replaceAll(/[-:]/g, '').replace(/(\.\d{3})\d*Z$/, '$1Z')}-${hash}`
  await box.add(sealing.seal(one(text)), () => `${MANIFEST_PREFIX}${name}.json`)
  return { name, sha256: hash }
}

export interface ReadManifest {
  readonly manifest: Manifest
  readonly name: string
  readonly sha256: string
}

/** The names of the backups in a box, the oldest first. */
export async function backupNames(box: Box): Promise<string[]> {
  const found = await box.list(MANIFEST_PREFIX)
  return found.flatMap(path => /^backups\/(.+-[0-9a-f]{64})\.json$/.exec(path)?.[1] ?? [])
}

/** @throws NoroshiError `bad-backup` when it is not what was written */
export async function readManifest(box: Box, sealing: Sealing, name: string): Promise<ReadManifest> {
  const path = `${MANIFEST_PREFIX}${name}.json`
  const text = await wholeText(sealing.unseal(box.read(path), path), path)
  const hash = createHash('sha256').update(text).digest('hex')
  if (!name.endsWith(hash)) throw new NoroshiError('bad-backup', `${path} in ${box.path} was changed: its SHA-256 is ${hash}`)
  try {
    return { manifest: manifestSchema.parse(JSON.parse(text.toString('utf8'))), name, sha256: hash }
  } catch (cause) {
    throw new NoroshiError('bad-backup', `${path} in ${box.path} is no manifest that this Noroshi reads: ${messageOf(cause).slice(0, 500)}`, { cause })
  }
}

async function wholeText(content: AsyncIterable<Uint8Array>, path: string): Promise<Buffer> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of content) {
    bytes += block.length
    if (bytes > MOST_MANIFEST_BYTES) throw new NoroshiError('bad-backup', `${path} is larger than ${MOST_MANIFEST_BYTES} bytes`)
    blocks.push(Buffer.from(block))
  }
  return Buffer.concat(blocks)
}

async function* one(block: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield block
}
