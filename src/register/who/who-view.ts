import * as z from 'zod'
import { HOLDING_KINDS } from '../../model/holding.ts'
import type { Fact } from '../../model/reason.ts'
import { renderFact } from '../../model/render-fact.ts'
import { formatTime } from '../../model/time.ts'
import { ENTRY_KINDS } from '../../store/register/entry.ts'
import { CONFIDENCES } from './claims.ts'
import type { Hop, NamedEntry, WhoAnswer } from './who-answer.ts'
import { WHO_FACTS } from './who-facts.ts'

/** Whose an address was, as it is printed and answered. */

const time = z.string().describe('ISO 8601 UTC with microseconds')
const id = z.string().regex(/^[0-9a-f]{32}$/)
const sentence = z.strictObject({ fact: z.string(), en: z.string(), ja: z.string() })
const named = z.strictObject({ key: z.string(), name: z.string() }).nullable()

const hopSchema = z.strictObject({
  step: z.enum([...HOLDING_KINDS, 'device', 'prefix', 'organisation', 'owner']),
  says: sentence,
  from: time.nullable().describe('since when; null where that is not known, or always'),
  until: time.nullable(),
  confidence: z.enum(CONFIDENCES),
  why: sentence.describe('why it is believed'),
  against: z.array(sentence).describe('what speaks against it'),
  event: z.strictObject({ id, time, dataset: z.string(), line: z.string().nullable().describe('its beginning as the evidence has it') }).nullable().describe('the log line that says so'),
  entry: z.strictObject({ kind: z.enum(ENTRY_KINDS), key: z.string() }).nullable().describe('the entry of the register that says so'),
})

export const whoSchema = z.strictObject({
  asked: z.strictObject({ address: z.string(), port: z.int().nullable(), at: time }),
  address: z.string().describe('on the inside, after translations'),
  mac: z.string().nullable(),
  host: z.string().nullable().describe('what the machine calls itself'),
  user: z.string().nullable(),
  place: z.string().nullable(),
  device: named,
  site: named,
  prefix: named,
  organisation: named,
  owner: named.describe('who answers for it'),
  criticality: z.string().nullable(),
  confidence: z.enum(CONFIDENCES).nullable().describe('of the weakest hop on the way to the owner, else to the device, the machine or the person; null where nothing is known'),
  hops: z.array(hopSchema),
  notes: z.array(sentence).describe('what could not be told'),
  since: z.array(z.strictObject({
    kind: z.enum(HOLDING_KINDS), from: time, until: time.nullable(), mac: z.string(), host: z.string(), user: z.string(), address: z.string().describe('of a translation, the inner one'), event: id,
  })).describe('who had it after that moment'),
}).meta({ title: 'Whose an address was', description: '`noroshi who --json`' })

export function whoView(answer: WhoAnswer): z.infer<typeof whoSchema> {
  const { asked, hops, notes, since, device, site, prefix, organisation, owner, ...known } = answer
  return {
    asked: { address: asked.address, port: asked.port, at: formatTime(asked.at) },
    ...known,
    device: namedView(device), site: namedView(site), prefix: namedView(prefix), organisation: namedView(organisation), owner: namedView(owner),
    hops: hops.map(hopView),
    notes: notes.map(sentenceOf),
    since: since.map(holder => ({ ...holder, from: formatTime(holder.from), until: formatTime(holder.until) })),
  }
}

function hopView({ step, says, from, until, confidence, why, against, event, entry }: Hop): z.infer<typeof hopSchema> {
  return {
    step,
    says: sentenceOf(says),
    from: formatTime(from),
    until: formatTime(until),
    confidence,
    why: sentenceOf(why),
    against: against.map(sentenceOf),
    event: event === null ? null : { ...event, time: formatTime(event.time) },
    entry: entry === null ? null : { kind: entry.kind, key: entry.key },
  }
}

function sentenceOf(fact: Fact): z.infer<typeof sentence> {
  return { fact: fact.fact, en: renderFact(fact, WHO_FACTS, 'en'), ja: renderFact(fact, WHO_FACTS, 'ja') }
}

function namedView(entry: NamedEntry | null): z.infer<typeof named> {
  return entry === null ? null : { key: entry.key, name: entry.name }
}
