import { expect, test } from 'vitest'
import { newFields } from './value.ts'

test('new fields have nothing that was not put there, and take any name as one of a field', () => {
  const fields = newFields()
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '0', '']
  expect(names.map(name => fields[name])).toEqual(names.map(() => undefined))
  for (const name of names) fields[name] = name
  expect([Object.keys(fields).sort(), names.map(name => fields[name]), JSON.parse(JSON.stringify(fields))]).toEqual([names.toSorted(), names, fields])
  expect(Object.keys(newFields())).toEqual([])
})
