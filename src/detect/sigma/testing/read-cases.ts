import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Fields, FieldValue } from '../../../model/value.ts'

/** One sentence of the specification, or of what its reference implementation does, and what follows from it. */
export interface CaseGroup<Each> {
  /** Where it is said. */
  readonly by: string
  readonly says: string
  readonly try: readonly Each[]
}

/** Reads a table whose groups are tried case by case. */
export function readCases<Each>(name: string, each: z.ZodType<Each>): readonly CaseGroup<Each>[] {
  return readCaseGroups(name, z.strictObject({ by: z.string().min(1), says: z.string().min(1), try: z.array(each).min(1) }))
}

/** Reads a table of cases; one that is not well-formed throws. Integers are as exact as those of rules. */
export function readCaseGroups<Group>(name: string, group: z.ZodType<Group>): readonly Group[] {
  const text = readFileSync(new URL(`cases/${name}.yml`, import.meta.url), 'utf8')
  return z.array(group).parse(parse(text, { intAsBigInt: true }))
}

const fieldValue: z.ZodType<FieldValue, unknown> = z.lazy(() => z.union([
  z.string(), z.number(), z.bigint().transform(exactNumber), z.boolean(), z.null(), z.array(fieldValue), z.record(z.string(), fieldValue),
]))

export const eventSchema: z.ZodType<Fields, unknown> = z.record(z.string(), fieldValue)

/** As the decoder of JSON has it. */
function exactNumber(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** JSON, which YAML is, with integers as they were written. */
export function yamlText(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${yamlText(member)}`).join(', ')}}`
}
