import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadMappings } from './load-mappings.ts'

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'noroshi-mappings-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

const WHOLE = `
source: whole
title: Whole
datasets:
  whole.first: { when: { a: 1 } }
  whole.rest: {}
`

function problemsOf(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  try {
    loadMappings(directory)
    return ''
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message.replaceAll(`${directory}/`, '') : 'no error'
  }
}

describe('loadMappings', () => {
  test('reads the mappings that come with the program', () => {
    expect(loadMappings().sources.length).toBeGreaterThan(15)
  })

  test('reads only *.yml', () => {
    expect(problemsOf({ 'whole.yml': WHOLE, 'README.md': ':' })).toBe('')
  })

  test.each([
    ['YAML that is none', { 'a.yml': 'source: [' }, /^a\.yml: .* at line 1, column \d+/],
    ['an unknown key, with its place', { 'whole.yml': WHOLE.replace('{ when:', '{ wen:') }, /^whole\.yml: datasets\["whole\.first"\]: Unrecognized key: "wen"/],
    ['a source that is not the file', { 'other.yml': WHOLE }, /^other\.yml: source: is whole; it must be the file's name/],
    ['a dataset name in another form', { 'whole.yml': WHOLE.replace('whole.rest', 'Rest') }, /datasets\.Rest: write it <product>\.<service>/],
    ['a dataset of two sources', { 'whole.yml': WHOLE, 'other.yml': WHOLE.replace('source: whole', 'source: other') }, /whole\.yml: datasets\.whole\.first: is also a dataset of other\.yml/],
    ['a dataset that is never reached', {
      'whole.yml': `${WHOLE.replace('{ when: { a: 1 } }', '{}')}recognise: [{ has: [a] }]`,
    }, /datasets\.whole\.first: has no `when`/],
  ])('refuses %s', (_, files, expected) => {
    expect(problemsOf(files)).toMatch(expected)
  })

  test('names all problems at once', () => {
    expect(problemsOf({ 'a.yml': 'source: a', 'b.yml': 'source: 5' }).split('\n').length).toBeGreaterThan(3)
  })
})
