import { expect, test } from 'vitest'
import { bodyOf, ENTRY_FORMS, formValuesOf } from './entry-form-fields.ts'

test('what a form shows of an entry says the entry again', () => {
  const device = { id: 'pc-7', name: 'Note 7', addresses: ['192.0.2.7', '2001:db8::7'], criticality: 'high', note: 'two\nlines' }
  expect(bodyOf(formValuesOf(device), 'id', ENTRY_FORMS.device)).toEqual(device)
})

test('what is empty is left out', () => {
  expect(bodyOf({ network: ' 192.0.2.0/24 ', name: ' ', contacts: '\n' }, 'network', ENTRY_FORMS.prefix)).toEqual({ network: '192.0.2.0/24' })
})
