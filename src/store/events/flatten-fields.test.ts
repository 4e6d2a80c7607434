import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { lookUpField } from '../../model/field-lookup.ts'
import type { FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { storedValue } from '../../query/sql/stored-value.ts'
import { flattenFields } from './flatten-fields.ts'

test('each name that is found has the value that a look-up answers, whatever lies in what', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', 'a b', 'x y', 'ab', '__proto__')
  const { value } = fc.letrec<{ value: FieldValue }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 }, fc.constantFrom<FieldValue>('text', 'Tëxt', 1, true, null), fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    ),
  }))
  let flat = 0
  fc.assert(fc.property(fc.dictionary(name, value, { maxKeys: 4 }), given => {
    const fields = isFields(given) ? given : {}
    const found = new Map<string, string>()
    const names: string[] = []
    const isFlat = flattenFields(fields, { add(each, kind, text) {
      names.push(each)
      found.set(each, kind + text)
    } })
    if (!isFlat) return
    flat++
    expect(names).toHaveLength(found.size)
    for (const [each, stored] of found) expect([each, stored]).toEqual([each, storedValue(lookUpField(fields, each) ?? null)])
  }), { numRuns: byDepth(500, 5_000, 300_000) })
  expect(flat).toBeGreaterThan(50)
})
