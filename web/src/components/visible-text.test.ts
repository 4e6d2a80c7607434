import { expect, test } from 'vitest'
import { visibleLines, visibleText } from './visible-text.ts'

test('shows what would hide or reorder', () => {
  expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe')
  expect(visibleText('a\u200Bb\u0000d\u001B[31me')).toBe('a⟨U+200B⟩b⟨U+0000⟩d⟨U+001B⟩[31me')
  expect(visibleText('one\r\ntwo\nthree\tfour\u2028five')).toBe('one↵two↵three⇥four⟨U+2028⟩five')
  expect(visibleText('half \ud83d')).toBe('half \ufffd')
})

test('keeps lines and tabs where they are shown as such, and text of any script', () => {
  expect(visibleLines('a\r\n\tb\u0007 日本語 é')).toBe('a\n\tb⟨U+0007⟩ 日本語 é')
})
