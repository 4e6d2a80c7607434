import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { EVIDENCE } from './evidence.ts'

/** How much a provision demands, in the words of standards. */
export const LEVELS = ['shall', 'should', 'can'] as const

export type Level = (typeof LEVELS)[number]

/** Whom a provision of ETSI TS 104 223 addresses (its table 4-1). */
export const ADDRESSEES = ['developer', 'operator', 'custodian', 'end-user'] as const

export type Addressee = (typeof ADDRESSEES)[number]

const words = { en: z.string().min(1), ja: z.string().min(1) }

const checklistSchema = z.strictObject({
  id: z.string(), title: z.strictObject(words), source: z.string(),
  groups: z.array(z.strictObject({
    clause: z.string(), title: z.strictObject(words),
    items: z.array(z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/), ...words,
      clause: z.string().optional().describe('where it is another than that of its group'),
      /** What Noroshi can see by itself; without it a person is asked. */
      evidence: z.enum(EVIDENCE).optional(),
      level: z.enum(LEVELS).optional(),
      /** Asked only where one's own organisation may be one of these; without it always. */
      addressees: z.array(z.enum(ADDRESSEES)).min(1).optional(),
      /** Asked only where one's own organisation has one of these roles; of a system without roles always. */
      roles: z.array(z.enum(['developer', 'provider', 'user'])).optional(),
    })),
  })),
})

export type Checklist = z.output<typeof checklistSchema>

export type ChecklistItem = Checklist['groups'][number]['items'][number]

/** The checklists that Noroshi comes with, by name. @throws NoroshiError `bad-guard-data` */
export function loadChecklists(folder: string = join(GUARD_DIRECTORY, 'checklists')): Checklist[] {
  const items = new Set<string>()
  return readdirSync(folder).filter(name => name.endsWith('.yml')).sort().map(name => {
    const path = join(folder, name)
    const parsed = checklistSchema.safeParse(parse(readFileSync(path, 'utf8'), { maxAliasCount: 0 }))
    if (!parsed.success) throw new NoroshiError('bad-guard-data', `${path}: ${z.prettifyError(parsed.error)}`)
    for (const { id } of parsed.data.groups.flatMap(group => group.items)) {
      if (items.has(id)) throw new NoroshiError('bad-guard-data', `${path}: ${id} is there twice`)
      items.add(id)
    }
    return parsed.data
  })
}
