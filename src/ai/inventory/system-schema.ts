import * as z from 'zod'
import { MOST_SYSTEMS } from './defaults.ts'

/** An AI system as an organisation keeps it in its register: what it is for, who answers for it, and what it is made of. */

const text = z.string().min(1).max(2_000)
const name = z.string().min(1).max(200)
const id = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, 'may hold small letters, digits, -, _ and .; at most 63')
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a day like 2026-11-23')
const person = z.strictObject({ name, mail: z.email().optional() })

const STAGES = ['plan', 'data', 'develop', 'test', 'release', 'deploy', 'operate', 'monitor', 'govern', 'retired'] as const

/** Where a model comes from. */
const model = z.strictObject({
  name, provider: name.optional().describe('who makes it'), version: name.optional().describe('as exact as it is asked for'),
  runs: z.enum(['hosted', 'local']).default('hosted').describe('at its maker\'s or another service, or on machines of one\'s own'),
  url: z.url().optional().describe('where it is asked, or where it was fetched'), task: name.optional().describe('text-generation, embedding, …'), family: name.optional().describe('transformer, …'),
  licence: name.optional(), sha256: sha256.optional().describe('of its weights'), limits: z.array(text).max(100).default([]).describe('what it is known to do badly'),
})

const prompt = z.strictObject({ name, version: name.optional(), sha256: sha256.optional().describe('of its text'), file: text.optional(), owner: person.optional() })

const tool = z.strictObject({
  name, kind: z.enum(['mcp', 'function', 'agent', 'plugin']).default('function'), server: name.optional(), version: name.optional(), url: z.url().optional(),
  effects: z.array(z.enum(['untrusted', 'private', 'outside'])).max(3).default([]).describe('brings what anybody may have written; reads what is not public; acts or sends outside'),
  pin: sha256.optional().describe('of its description'),
})

const data = z.strictObject({
  name, use: z.enum(['training', 'fine-tuning', 'retrieval', 'evaluation', 'logs']), classification: z.enum(['public', 'internal', 'confidential', 'personal']).optional(),
  source: text.optional(), licence: name.optional(), sha256: sha256.optional(), owner: person.optional(), keptDays: z.int().min(0).max(100_000).optional(),
})

const answer = z.strictObject({ answer: z.enum(['yes', 'no', 'not-applicable']), by: name, on: day, note: text.optional() })

export const systemSchema = z.strictObject({
  id, name, purpose: text.optional(), owner: person.optional(), stage: z.enum(STAGES).optional(),
  roles: z.array(z.enum(['developer', 'provider', 'user'])).max(3).default([]).describe('of one\'s own organisation: AI 開発者, AI 提供者, AI 利用者'),
  users: z.array(name).max(100).default([]), criticality: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  application: id.optional().describe('its name in gateway.applications of noroshi.yaml'),
  models: z.array(model).max(100).default([]), prompts: z.array(prompt).max(1_000).default([]), tools: z.array(tool).max(1_000).default([]), data: z.array(data).max(1_000).default([]),
  redteam: text.optional().describe('redteam.json of its last run; relative paths start at the folder of this file'),
  reviewed: day.optional(), answers: z.record(z.string().max(100), answer).default({}).describe('what people said to items of checklists'),
})

export type AiSystem = z.output<typeof systemSchema>

export type Answer = z.output<typeof answer>

export const inventorySchema = z.strictObject({ systems: z.array(systemSchema).max(MOST_SYSTEMS) }).superRefine(({ systems }, context) => {
  const known = new Set<string>()
  for (const [index, system] of systems.entries()) {
    if (known.has(system.id)) context.addIssue({ code: 'custom', path: ['systems', index, 'id'], message: 'is there twice' })
    known.add(system.id)
  }
})

export interface Inventory {
  readonly systems: readonly AiSystem[]
}
