import * as z from 'zod'
import { configurationSchema } from './configuration.ts'
import type { KeyMeta } from './key-schemas.ts'

export interface ConfigurationKey {
  /** With dots: `clickhouse.memoryMb`; of the entries of a list too: `sources.name`. */
  readonly key: string
  readonly about: KeyMeta
}

const aboutSchema = z.object({ description: z.string(), unit: z.string(), byDefault: z.string(), why: z.string() })

/** Every key of the schema, a map before its keys. @throws when the schema has a key that tells nothing about itself */
export function configurationKeys(): ConfigurationKey[] {
  return keysOf(configurationSchema, '')
}

function keysOf(schema: z.ZodObject, prefix: string): ConfigurationKey[] {
  return Object.entries(schema.shape).flatMap(([name, member]) => {
    if (!(member instanceof z.ZodType)) throw new Error(`${prefix}${name} is no schema`)
    const about = aboutSchema.parse(member.meta())
    return [{ key: `${prefix}${name}`, about }, ...keysWithin(member, `${prefix}${name}.`)]
  })
}

/** Of a map, of the members of a list, of each kind that there is; a key that several kinds have once. */
function keysWithin(schema: unknown, prefix: string): ConfigurationKey[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodObject) return keysOf(inner, prefix)
  if (inner instanceof z.ZodArray) return keysWithin(inner.element, prefix)
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return []
  const keys = inner.options.flatMap(option => keysWithin(option, prefix))
  return [...new Map(keys.map(each => [each.key, each])).values()]
}

/** What stands behind a default or an optional key. */
function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema
}
