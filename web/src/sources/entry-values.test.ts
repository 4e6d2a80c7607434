import { expect, test } from 'vitest'
import type { SourceField } from '../api/sources.ts'
import { entryOf, valuesOf } from './entry-values.ts'

const fields = (['text', 'texts', 'choice', 'number', 'flag', 'map', 'reference', 'json'] as const).map((form): SourceField => (
  { name: form, form, choices: [], required: false, secret: form === 'map', description: '', unit: '', byDefault: '' }))

const entry = { text: 'a', texts: ['b', 'c'], choice: 'd', number: 5, flag: true, map: { e: 'f:g' }, reference: { env: 'NAME' }, json: { h: [1] } }

test('what a form shows of an entry says the entry again', () => {
  expect(entryOf('mine', valuesOf(entry, fields), fields, [])).toEqual({ entry: { kind: 'mine', ...entry }, keep: [] })
})

test('what is empty is left out, and a secret that is left out stays', () => {
  expect(entryOf('mine', { text: ' ', texts: '\n b \n\n' }, fields, ['map'])).toEqual({ entry: { kind: 'mine', texts: ['b'] }, keep: ['map'] })
})

test('what is no number and no JSON is left to the server', () => {
  expect(entryOf('mine', { number: 'ten', json: '{' }, fields, []).entry).toEqual({ kind: 'mine', number: 'ten', json: '{' })
})
