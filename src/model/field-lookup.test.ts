import { describe, expect, test } from 'vitest'
import { lookUpField } from './field-lookup.ts'

describe('a field is found', () => {
  const fields = {
    'Threat Name': 'EICAR',
    Image: 'a.exe',
    empty: null,
    user: { name: 'alice', 'dotted.key': 1 },
    'flat.name': 'flat',
    requests: [{ id: 1 }, { id: 2 }, { other: 3 }],
    one: [{ id: 1 }],
    'a.b': { c: 'deep' },
  }
  const cases: [sentence: string, name: string, value: unknown][] = [
    ['as written', 'Image', 'a.exe'],
    ['without the blanks of the event\'s own name', 'ThreatName', 'EICAR'],
    ['with the blanks', 'Threat Name', 'EICAR'],
    ['as null where it is null', 'empty', null],
    ['member by member', 'user.name', 'alice'],
    ['under a key that has dots itself', 'flat.name', 'flat'],
    ['under a nested key that has dots itself', 'user.dotted.key', 1],
    ['below a key that has dots itself', 'a.b.c', 'deep'],
    ['in every member of a list', 'requests.id', [1, 2]],
    ['as a single value where a list gives one', 'one.id', 1],
    ['not under another case', 'image', undefined],
    ['not where a member is missing', 'user.missing', undefined],
    ['not inside a text', 'Image.length', undefined],
    ['not on the prototype', 'constructor', undefined],
    ['not on a nested prototype', 'user.constructor', undefined],
  ]
  test.each(cases)('%s', (_, name, value) => {
    expect(lookUpField(fields, name)).toEqual(value)
  })
})
