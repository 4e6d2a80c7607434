import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { subjectOf } from '../../model/entities.ts'
import { holdingsOf } from '../../model/holdings-of.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { formatTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { observe } from '../index.ts'

/** The evidence's date: the day of the logs, which have no year. */
const DATE = Date.UTC(2026, 10, 22, 12) * 1_000

const mappings = loadMappings()
const decoders = observe(mappings).decoders ?? []
const files = readdirSync(import.meta.dirname).filter(name => !/\.(?:ts|expected)$/.test(name)).sort()

/** Each event as one line: dataset, time, flags, subject, fields, and what it says of who had an address. */
async function eventsOf(name: string): Promise<{ readonly format: string | undefined; readonly lines: readonly string[]; readonly errors: number }> {
  const bytes = readFileSync(join(import.meta.dirname, name))
  const decoder = decoders.find(each => each.recognises(bytes, name))
  if (decoder === undefined) return { format: undefined, lines: [], errors: 0 }
  const { rows, errors } = await decodeAll(decoder, bytes, { date: DATE })
  const lines = rows.map(({ dataset, time, flags, fields }) => {
    const view = mappings.dataset(dataset)
    const { type, value } = subjectOf(view, fields, 'none')
    const marks = [(flags & EVENT_FLAGS.zoneAssumed) > 0 ? 'zone?' : '', (flags & EVENT_FLAGS.yearAssumed) > 0 ? 'year?' : ''].filter(Boolean)
    const holdings = holdingsOf(view, fields, time).map(({ kind, act, address, mac, user, host, translation }) =>
      [kind, act, address, mac, user, host, translation === null ? '' : `as ${translation.address}:${translation.ports?.join('-') ?? '*'}`].filter(Boolean).join(' '))
    return [
      [dataset, formatTime(time) ?? 'no time', ...marks, `${type}:${value}`].join(' '),
      ...holdings.map(holding => `  ${holding}`),
      `  ${JSON.stringify(fields, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member))}`,
    ].join('\n')
  })
  return { format: decoder.format, lines, errors: errors.length }
}

describe('lines as products write them, with invented values', () => {
  test('are there for many sources', () => {
    expect(files.length).toBeGreaterThan(15)
  })

  test.each(files)('%s', async name => {
    const { format, lines, errors } = await eventsOf(name)
    expect([`decoder: ${String(format)}, errors: ${errors}`, ...lines, ''].join('\n')).toBe(readFileSync(join(import.meta.dirname, `${name}.expected`), 'utf8'))
    expect(lines.length).toBeGreaterThanOrEqual(10)
  })
})
