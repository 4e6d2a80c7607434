import { expect, test } from 'vitest'
import { allWords } from './all-words.ts'

test('every sentence fills in the same values in both languages', () => {
  const placeholders = (language: 'en' | 'ja') => new Map(leaves('', allWords[language]).map(([key, text]) =>
    [key, [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()]))
  expect(placeholders('ja')).toEqual(placeholders('en'))
})

test('no sentence is empty, and Japanese is not left in English', () => {
  const english = new Map(leaves('', allWords.en))
  const same = leaves('', allWords.ja).filter(([key, text]) => text === '' || (text === english.get(key) && /[a-z]{3} [a-z]{3}/.test(text)))
  expect(same).toEqual([])
})

function leaves(prefix: string, words: object): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[`${prefix}${key}`, value]] : leaves(`${prefix}${key}.`, value)))
}
