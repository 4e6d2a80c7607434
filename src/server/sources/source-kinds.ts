import * as z from 'zod'
import { sourcesSchema } from '../../platform/config/source-schemas.ts'

/** How a value is asked for: a text, several, one of a few, a number, yes or no, names with values, where a secret stands; `json` is anything else. */
const FIELD_FORMS = ['text', 'texts', 'choice', 'number', 'flag', 'map', 'reference', 'json'] as const

export const sourceKindSchema = z.object({
  kind: z.string(),
  fields: z.array(z.object({
    name: z.string(),
    form: z.enum(FIELD_FORMS),
    choices: z.array(z.string()).describe('empty where any will do'),
    required: z.boolean(),
    secret: z.boolean().describe('told to nobody once it is kept'),
    description: z.string().describe('in English'),
    unit: z.string(),
    byDefault: z.string(),
  })),
}).meta({ title: 'A kind of source', description: 'What `sources:` of noroshi.yaml may say of it' })

export type SourceKind = z.infer<typeof sourceKindSchema>
type SourceField = SourceKind['fields'][number]

/** Every kind of source with what it may be told, made of the schema of noroshi.yaml. */
export function sourceKinds(): SourceKind[] {
  return sourcesSchema.unwrap().element.options.flatMap(option => {
    const { properties, required = [] } = optionSchema.parse(z.toJSONSchema(option, { io: 'input', unrepresentable: 'any' }))
    const { kind, ...rest } = properties
    const fields = Object.entries(rest).filter(([name]) => !FILE_ALONE.includes(name)).map(([name, field]) => fieldOf(name, field, required.includes(name)))
    return kindsOf(kind).map(each => ({ kind: each, fields }))
  })
}

/** The field of an entry that are told to nobody. */
export function secretFields(kind: string): readonly string[] {
  return sourceKinds().find(each => each.kind === kind)?.fields.filter(({ secret }) => secret).map(({ name }) => name) ?? []
}

/** What only noroshi.yaml may say: whose the events are, and whether what is fetched may lie inside. */
export const FILE_ALONE: readonly string[] = ['organisation', 'allowPrivate']

const valueSchema = z.object({
  type: z.string().optional(), const: z.string().optional(), enum: z.array(z.string()).optional(), anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(), additionalProperties: z.unknown().optional(), properties: z.unknown().optional(),
  description: z.string().default(''), unit: z.string().default(''), byDefault: z.string().default(''), secret: z.boolean().default(false),
})

type Value = z.infer<typeof valueSchema>

const optionSchema = z.object({ properties: z.record(z.string(), valueSchema), required: z.array(z.string()).optional() })

const textSchema = z.object({ type: z.literal('string') })

const referenceSchema = z.object({ type: z.literal('object'), properties: z.object({ env: z.unknown() }), required: z.tuple([z.literal('env')]) })

function kindsOf(kind: Value | undefined): readonly string[] {
  return kind?.enum ?? (kind?.const === undefined ? [] : [kind.const])
}

function fieldOf(name: string, value: Value, required: boolean): SourceField {
  const { description, unit, byDefault, secret, enum: choices = [] } = value
  return { name, form: formOf(value), choices, required, secret, description, unit, byDefault }
}

function formOf({ type, enum: choices, anyOf, items, additionalProperties, properties }: Value): SourceField['form'] {
  if (choices !== undefined) return 'choice'
  if (type === 'string') return 'text'
  if (type === 'boolean') return 'flag'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return textSchema.safeParse(items).success ? 'texts' : 'json'
  if (type === 'object') return properties === undefined && textSchema.safeParse(additionalProperties).success ? 'map' : 'json'
  if (anyOf?.some(each => referenceSchema.safeParse(each).success) === true) return 'reference'
  // One text, or a list of these.
  if (anyOf?.some(each => { const list = valueSchema.safeParse(each); return list.success && list.data.type === 'array' && formOf(list.data) === 'texts' }) === true) return 'texts'
  return 'json'
}
