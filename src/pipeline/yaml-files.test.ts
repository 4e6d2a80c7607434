import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseYamlFiles } from './yaml-files.ts'

let directory = ''
let path = ''
let cache = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'noroshi-yaml-'))
  path = join(directory, 'a.yml')
  cache = join(directory, 'deeper', 'cache.json')
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('parseYamlFiles', () => {
  test('answers the same with and without what it kept', () => {
    writeFileSync(path, 'a: [1, x, null]')
    const first = parseYamlFiles([path], cache)
    expect(first).toEqual([{ path, content: { a: [1, 'x', null] }, errors: [] }])
    expect(existsSync(cache)).toBe(true)
    expect(parseYamlFiles([path], cache)).toEqual(first)
    expect(parseYamlFiles([path], undefined)).toEqual(first)
  })

  test('reads again what was changed', () => {
    writeFileSync(path, 'a: 1')
    parseYamlFiles([path], cache)
    writeFileSync(path, 'a: 2')
    expect(parseYamlFiles([path], cache)[0]?.content).toEqual({ a: 2 })
  })

  test.each(['', 'null', '{}', '{"key": 5, "contents": 5}'])('does not mind a cache that holds %j', text => {
    writeFileSync(path, 'a: 1')
    parseYamlFiles([path], cache)
    writeFileSync(cache, text)
    expect(parseYamlFiles([path], cache)[0]?.content).toEqual({ a: 1 })
  })

  test('keeps nothing when a file is broken', () => {
    writeFileSync(path, 'a: [')
    expect(parseYamlFiles([path], cache)[0]?.errors[0]).toMatch(/line 1/)
    expect(existsSync(cache)).toBe(false)
  })

  test('works where nothing can be written', () => {
    writeFileSync(path, 'a: 1')
    expect(parseYamlFiles([path], join(path, 'below-a-file'))[0]?.content).toEqual({ a: 1 })
    expect(readFileSync(path, 'utf8')).toBe('a: 1')
  })
})
