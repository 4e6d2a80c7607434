import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { openGuard } from './guard.ts'

/** What opening the guard throws when a file of its data is changed. */
function thrownBy(file: string, change: (text: string) => string | null): unknown {
  const folder = temporaryFolder()
  for (const each of ['concepts.yml', 'signatures.yml', 'context.yml', 'model.json', 'model.bin']) cpSync(join(GUARD_DIRECTORY, each), join(folder, each))
  const path = join(folder, file)
  const changed = change(readFileSync(path, 'utf8'))
  if (changed === null) rmSync(path)
  else writeFileSync(path, changed)
  try {
    openGuard(folder).contexts.ready()
    return null
  } catch (thrown) {
    return thrown instanceof NoroshiError ? [thrown.code, thrown.exitCode, thrown.message.replace(folder, '')] : thrown
  }
}

test.each([
  ['signatures.yml', (text: string) => `- id: a\n  family: [b\n${text}`, /^\/signatures\.yml:\d+:\d+: ./],
  ['signatures.yml', (text: string) => text.replace(/^ {2}family:.*$/m, '  family: [1]'), /^\/signatures\.yml:\d+:\d+: 0\.family: ./],
  ['concepts.yml', () => null, /^\/concepts\.yml: cannot be read: ./],
  ['concepts.yml', () => 'a: {en: 3}\n', /^\/concepts\.yml:1:9: a\.en: ./],
  ['context.yml', (text: string) => `${text}\n\tx: [`, /^\/context\.yml:\d+:\d+: ./],
  ['context.yml', () => 'nothing\n', /^\/context\.yml:1:1: ./],
  ['model.json', () => '{"whole": ', /^\/model\.json:\d+:\d+: ./],
  ['model.bin', () => 'short', /^\/model\.bin: 5 bytes, expected/],
] as const)('a damaged %s is bad data of the guard, named with its place', (file, change, message) => {
  expect(thrownBy(file, change)).toEqual(['bad-guard-data', 2, expect.stringMatching(message)])
})

test('what is whole is read', () => expect(thrownBy('signatures.yml', text => text)).toBeNull())
