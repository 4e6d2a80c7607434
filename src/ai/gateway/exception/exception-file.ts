import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import type { Excepted, VerdictException } from '../../../store/gateway/verdict-exception.ts'
import { exceptedSchema } from '../../../store/gateway/verdict-exception.ts'

/** The exceptions of a gateway that runs alone: a file of what people did, one JSON object a line, which is its own audit trail. Nothing in it is changed. */

const entrySchema = z.discriminatedUnion('did', [
  exceptedSchema.extend({ did: z.literal('add'), id: z.uuid(), person: z.string(), at: z.iso.datetime(), expiresAt: z.iso.datetime() }),
  z.object({ did: z.literal('end'), id: z.uuid(), person: z.string(), at: z.iso.datetime() }),
  z.object({ did: z.literal('use'), uses: z.record(z.uuid(), z.int().positive()), at: z.iso.datetime() }),
])

type Entry = z.infer<typeof entrySchema>

const DAY_MS = 86_400_000

/** The newest first. @throws NoroshiError `data-unusable` for a file that is not ours: a line that is not understood may have ended an exception */
export function readExceptionFile(path: string): VerdictException[] {
  const known = new Map<string, { -readonly [Member in keyof VerdictException]: VerdictException[Member] }>()
  for (const entry of entriesOf(path)) {
    if (entry.did === 'add') {
      const { did: _, at, expiresAt, ...rest } = entry
      known.set(entry.id, { ...rest, number: known.size + 1, createdAt: new Date(at), expiresAt: new Date(expiresAt), endedAt: null, endedBy: null, uses: 0, usedAt: null })
    } else if (entry.did === 'end') {
      const ended = known.get(entry.id)
      if (ended !== undefined) Object.assign(ended, { endedAt: new Date(entry.at), endedBy: entry.person })
    } else {
      for (const [id, uses] of Object.entries(entry.uses)) {
        const used = known.get(id)
        if (used !== undefined) Object.assign(used, { uses: used.uses + uses, usedAt: new Date(entry.at) })
      }
    }
  }
  return [...known.values()].reverse()
}

/** @returns its id; null where the verdict is lifted already */
export function addToExceptionFile(path: string, excepted: Excepted, days: number, person: string): string | null {
  const now = Date.now()
  if (readExceptionFile(path).some(each => each.mark === excepted.mark && holdsAt(each, now))) return null
  const id = randomUUID()
  append(path, { did: 'add', ...excepted, id, person, at: new Date(now).toISOString(), expiresAt: new Date(now + days * DAY_MS).toISOString() })
  return id
}

/** @returns whether it held until now */
export function endInExceptionFile(path: string, id: string, person: string): boolean {
  if (!readExceptionFile(path).some(each => each.id === id && holdsAt(each, Date.now()))) return false
  append(path, { did: 'end', id, person, at: new Date().toISOString() })
  return true
}

export function countInExceptionFile(path: string, uses: ReadonlyMap<string, number>): void {
  append(path, { did: 'use', uses: Object.fromEntries(uses), at: new Date().toISOString() })
}

export function holdsAt({ endedAt, expiresAt }: Pick<VerdictException, 'endedAt' | 'expiresAt'>, now: number): boolean {
  return endedAt === null && expiresAt.getTime() > now
}

/** A line is written in one piece, so that the gateway and a command may both write. */
function append(path: string, entry: Entry): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const kept = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  const whole = kept.lastIndexOf(0x0a) + 1
  // A line that was cut off by a death was acknowledged to nobody.
  if (whole < kept.length) truncateSync(path, whole)
  appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
}

function entriesOf(path: string): Entry[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      return [entrySchema.parse(JSON.parse(line))]
    } catch (cause) {
      // A death while it was written.
      if (index === lines.length - 1) return []
      throw new NoroshiError('data-unusable', `${path}, line ${index + 1} cannot be read: ${cause instanceof z.ZodError ? 'it has another form' : messageOf(cause)}`, { cause })
    }
  })
}
