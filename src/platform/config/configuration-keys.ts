import * as z from 'zod'
import type { KeyMeta } from './configuration.ts'
import { configurationSchema } from './configuration.ts'

export interface ConfigurationKey {
  /** With dots: `clickhouse.memoryMb`. */
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
    const inner = unwrap(member)
    return [{ key: `${prefix}${name}`, about }, ...(inner instanceof z.ZodObject ? keysOf(inner, `${prefix}${name}.`) : [])]
  })
}

/** What stands behind a default or an optional key. */
function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema
}
