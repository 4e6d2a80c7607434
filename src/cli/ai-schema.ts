import * as z from 'zod'
import { SUPPORT } from '../ai/trace/trace-answer.ts'
import { DOCUMENT_FORMATS } from '../ai/documents/document.ts'
import { DOCUMENT_CHECKS } from '../ai/documents/document-finding.ts'
import { GUARD_LAYERS, GUARD_VERDICTS } from '../ai/judge/verdict.ts'
import { PIN_KINDS } from '../ai/proxy/pin/pin-entry.ts'

export const judgementSchema = z.strictObject({
  id: z.union([z.string(), z.number()]).describe('of the row; of a row without one, the 0-based line'),
  verdict: z.enum(GUARD_VERDICTS),
  layer: z.enum(GUARD_LAYERS).nullable().describe('which look decided; null when nothing spoke against it'),
  score: z.number().min(0).max(1).describe('0 harmless, 1 certainly hostile'),
  reason: z.string(),
  latencyUs: z.int().min(0).describe('microseconds'),
}).meta({ title: 'A prompt or an exchange judged', description: 'one line of `noroshi ai judge --json`' })

export { redTeamSchema } from '../ai/redteam/redteam-schema.ts'

export const scanSchema = z.union([
  z.strictObject({
    file: z.string(), place: z.string().describe('a path of keys, or a line'), severity: z.enum(['high', 'medium', 'low']), check: z.string(), reason: z.string(), mend: z.string().describe('what to do'),
  }).describe('a finding'),
  z.strictObject({
    file: z.string(), kind: z.enum(['settings', 'instructions', 'script', 'program']).nullable().describe('what it is to an agent; null where it was not read'), unread: z.string().nullable().describe('why it could not be read'),
  }).describe('a file that was looked at, or is known and could not be'),
]).meta({ title: 'The configuration of agents, scanned', description: 'one line of `noroshi ai scan --json`: first each file, then each finding, gravest first' })

export const documentSchema = z.strictObject({
  name: z.string().describe('its path; over HTTP, the name that was given'),
  format: z.enum(DOCUMENT_FORMATS).nullable().describe('null where it was not read'),
  verdict: z.enum(['allow', 'flag', 'block', 'unread']).describe('of its gravest finding; flag: let a person look, block: keep it out'),
  characters: z.int().min(0),
  hiddenCharacters: z.int().min(0).describe('what people who look at the document do not see: comments, alternative texts, white letters'),
  findings: z.array(z.strictObject({
    check: z.enum(DOCUMENT_CHECKS), verdict: z.enum(['note', 'flag', 'block']).describe('note: no reason against the document by itself'),
    part: z.string().describe('of an Office document, the path of its part; empty of a plain file'),
    offset: z.int().min(0).describe('characters from the beginning of the part, 0-based; a byte order mark does not count'),
    quoted: z.string(), reason: z.string(),
  })),
  unchecked: z.array(z.string()).describe('what was not looked at, and why'),
}).meta({ title: 'A document checked', description: 'one line of `noroshi ai documents --json`' })

export const traceSchema = z.strictObject({
  text: z.string(), start: z.int().min(0).describe('characters from the beginning of the answer'),
  support: z.enum(SUPPORT).describe('none: it states nothing to be traced'),
  source: z.strictObject({ name: z.string(), part: z.string().optional(), offset: z.int().min(0).describe('characters from the beginning of the part'), quoted: z.string() }).nullable(),
  share: z.number().min(0).max(1).describe('of the weight of its words, what the passage holds'), reason: z.string(),
}).meta({ title: 'A sentence of an answer, traced', description: 'one line of `noroshi ai trace --json`' })

const hash = z.string().describe('SHA-256 of the description in canonical form (RFC 8785), hex')

export const pinSchema = z.strictObject({
  server: z.string(), kind: z.enum(PIN_KINDS), name: z.string(),
  accepted: z.strictObject({ time: z.iso.datetime(), by: z.string().describe('a person, or first-use'), hash }).nullable().describe('null: nothing may be used yet'),
  waiting: z.array(z.strictObject({ time: z.iso.datetime(), hash, changed: z.array(z.string()).describe('members that are not as they were accepted'), description: z.string().describe('all of it, as canonical JSON') })),
}).meta({ title: 'What a server describes to models', description: 'one line of `noroshi ai pins list --json`' })

export type PinLine = z.infer<typeof pinSchema>

export type JudgementLine = z.infer<typeof judgementSchema>
