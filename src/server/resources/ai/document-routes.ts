import { z } from '@hono/zod-openapi'
import type { CheckedDocument } from '../../../ai/documents/check-documents.ts'
import { checkDocuments } from '../../../ai/documents/check-documents.ts'
import { DOCUMENT_CHECKS } from '../../../ai/documents/document-finding.ts'
import { DOCUMENT_FORMATS, TEXT_FORMATS } from '../../../ai/documents/document.ts'
import { readText } from '../../../ai/documents/read/read-document.ts'
import type { Guard } from '../../../ai/judge/guard.ts'
import { openGuard } from '../../../ai/judge/guard.ts'
import { SUPPORT, traceAnswer } from '../../../ai/trace/trace-answer.ts'
import { visibleSource } from '../../../ai/trace/visible-source.ts'
import type { PersonAccess } from '../../access.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { Turns } from '../../turns.ts'
import { LOOK } from '../rights.ts'
import { count } from '../shapes.ts'
import { MOST_DOCUMENTS_ASKED, MOST_QUESTIONS_ASKED } from './defaults.ts'

/** Nothing that is stored is looked at: only what was sent. */
const SENT: PersonAccess = { ...LOOK, organisation: 'none', tlp: 'clear' }

const words = z.object({ en: z.string(), ja: z.string() })
const document = z.object({ name: z.string().min(1).max(500), text: z.string(), format: z.enum(TEXT_FORMATS).optional().describe('by default, what the name and the beginning look like') })
const documents = z.array(document).max(MOST_DOCUMENTS_ASKED)

const checkedSchema = z.object({
  name: z.string(), format: z.enum(DOCUMENT_FORMATS), verdict: z.enum(['allow', 'flag', 'block']), characters: count, hiddenCharacters: count.describe('what people who look at the document do not see'),
  findings: z.array(z.object({
    check: z.enum(DOCUMENT_CHECKS), verdict: z.enum(['note', 'flag', 'block']), part: z.string(), offset: count.describe('characters from the beginning of the text'), quoted: z.string(), reason: words,
  })),
  unchecked: z.array(words),
}).openapi('CheckedDocument')

const tracedSchema = z.object({
  text: z.string(), start: count, support: z.enum(SUPPORT), source: z.object({ name: z.string(), offset: count, quoted: z.string() }).nullable(), share: z.number(), reason: words,
}).openapi('TracedSentence')

let opened: Guard | null = null
/** Judging a megabyte takes a second of the one thread that answers everybody: never two of them at once. */
const turns = new Turns()

const checkRoute = route({
  method: 'post', path: '/ai-documents', access: SENT, answer: z.object({ items: z.array(checkedSchema) }),
  summary: 'Judges documents before a model gets them: hidden text, orders, keys, documents made to be found, text unlike the others',
  body: z.object({ documents: documents.min(1), against: documents.default([]).describe('taken in before: compared with, not judged'), questions: z.array(z.string().max(1_000)).max(MOST_QUESTIONS_ASKED).default([]) }),
}, async ({ body: { documents: given, against, questions } }) => {
  const guard = opened ??= openGuard()
  const read = (of: z.infer<typeof documents>) => of.map(({ name, text, format }) => readText(name, text, format))
  return { items: (await turns.take(() => checkDocuments(guard, read(given), { against: read(against), questions }))).map(checkedView) }
})

const traceRoute = route({
  method: 'post', path: '/ai-traces', access: SENT, answer: z.object({ items: z.array(tracedSchema) }), summary: 'Says of each sentence of an answer which document it comes from',
  body: z.object({ answer: z.string(), documents }),
}, ({ body: { answer, documents: given } }) => turns.take(async () => {
  const sources = given.map(({ name, text, format }) => visibleSource(readText(name, text, format)))
  return { items: traceAnswer(answer, sources).map(({ source, ...each }) => ({ ...each, source: source === null ? null : { ...source, offset: sources.find(({ name }) => name === source.name)!.placeOf(source.offset).offset } })) }
}))

export const documentRoutes: readonly ServerRoute[] = [checkRoute, traceRoute]

function checkedView({ findings, unchecked, ...checked }: CheckedDocument): z.input<typeof checkedSchema> {
  return { ...checked, findings: [...findings], unchecked: [...unchecked] }
}
