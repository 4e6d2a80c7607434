import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { goldenText } from './testing/golden-text.ts'

const files = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(file => file.isFile() && !/\.(?:ts|expected)$/.test(file.name))

describe('lines as products write them, with invented values', () => {
  test('are there for many sources', () => {
    expect(files.length).toBeGreaterThan(30)
  })

  test.each(files.map(({ name }) => name).sort())('%s', async name => {
    const path = join(import.meta.dirname, name)
    const text = await goldenText(path)
    expect(text).toBe(readFileSync(`${path}.expected`, 'utf8'))
    expect(text.match(/^[a-z]/gm)?.length).toBeGreaterThan(10)
  })
})
