import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasSpecial } from './json-words.ts'
import { TextBytes } from './text-bytes.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', '\\', '\u001f', '!', '#', '[', ']', '\u007f', '~'), minLength: 4, maxLength: 4 })

test('texts of ASCII lie one behind the other, and others are not taken', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }))), texts => {
    const bytes = new TextBytes(8)
    let end = 0
    for (const text of texts) {
      const isAscii = Buffer.byteLength(text) === text.length && text.isWellFormed()
      const at = bytes.add(text)
      expect(at).toBe(isAscii ? end : -1)
      if (!isAscii) continue
      end += text.length
      const { view } = bytes
      expect(Buffer.from(view.buffer, at, text.length).toString()).toBe(text)
      expect(view.byteLength).toBeGreaterThanOrEqual(end + 4)
    }
  }))
})

test('a word of letters that JSON writes otherwise is told, and one of others is not', () => {
  fc.assert(fc.property(letters, text => {
    const isPlain = JSON.stringify(text) === `"${text}"`
    const word = Buffer.from(text).readInt32LE()
    if (!isPlain) expect(hasSpecial(word)).toBe(true)
    else if (!/[ #[]/.test(text)) expect(hasSpecial(word)).toBe(false)
  }))
  const plain = Array.from({ length: 95 }, (_, code) => String.fromCharCode(code + 32)).filter(letter => letter !== '"' && letter !== '\\')
  for (const letter of plain) expect(hasSpecial(Buffer.from(letter.repeat(4)).readInt32LE())).toBe(false)
})
