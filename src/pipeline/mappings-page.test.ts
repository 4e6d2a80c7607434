import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { ENTITY_TYPES } from '../model/entity.ts'
import { sourceMappingSchema } from '../model/source-mapping.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/mappings.md'), 'utf8')

/** Every key and every allowed word of the schema. */
function wordsOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsOf)
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'properties' && typeof value === 'object' && value !== null) return [...Object.keys(value), ...Object.values(value).flatMap(wordsOf)]
    if (key === 'enum' && Array.isArray(value)) return value.map(String)
    if (key === 'const') return [String(value)]
    return wordsOf(value)
  })
}

describe('docs/mappings.md', () => {
  const words = new Set(wordsOf(z.toJSONSchema(sourceMappingSchema, { io: 'input' })))

  test('is checked against a schema with keys', () => {
    expect([...words]).toEqual(expect.arrayContaining(['recognise', 'epoch-ns', 'windows-event', 'utc', ...ENTITY_TYPES]))
  })

  test.each([...words])('explains `%s`', word => {
    expect(page).toContain(`\`${word}\``)
  })

  test('shows a mapping that is valid', () => {
    const example = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text).find(text => text?.startsWith('source:'))
    expect(sourceMappingSchema.safeParse(parse(example ?? '')).success).toBe(true)
  })
})
