import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { configurationSchema } from './configuration.ts'
import { configurationKeys } from './configuration-keys.ts'
import { readConfiguration } from './read-configuration.ts'

const PAGE = join(import.meta.dirname, '../../../docs/configuration.md')
const page = readFileSync(PAGE, 'utf8')

function table(): string {
  const rows = configurationKeys().map(({ key, about: { description, unit, byDefault, why } }) =>
    `| \`${key}\` | ${unit} | ${byDefault} | ${description}${why === '' ? '' : `; ${why}`} |`)
  return ['', '| key | unit | default | what, and why so |', '|---|---|---|---|', ...rows, ''].join('\n')
}

describe('docs/configuration.md', () => {
  test('has the table of the schema (NOROSHI_UPDATE_DOCS=1 writes it)', () => {
    const [before = '', rest = ''] = page.split('<!-- keys -->')
    const [written, after] = rest.split('<!-- /keys -->')
    if (process.env['NOROSHI_UPDATE_DOCS'] === '1') writeFileSync(PAGE, `${before}<!-- keys -->${table()}<!-- /keys -->${after}`)
    else expect(written).toBe(table())
  })

  test('shows an example that is valid', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
    expect(parse(example)).not.toBe(null)
    expect(readConfiguration({ folders: [temporaryFolder({ 'noroshi.yaml': example })] })).toMatchObject({ organisation: 'example-csirt' })
  })

  test('names the defaults that hold', () => {
    const defaults: unknown = configurationSchema.parse({})
    for (const { key, about: { byDefault } } of configurationKeys()) {
      const value = key.split('.').reduce((map: unknown, name) => (typeof map === 'object' && map !== null ? Reflect.get(map, name) as unknown : undefined), defaults)
      if (typeof value === 'number' || typeof value === 'string') expect([key, byDefault]).toEqual([key, String(value)])
    }
  })
})
