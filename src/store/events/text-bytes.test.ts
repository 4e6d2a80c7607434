import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasSpecial } from './json-words.ts'
import { TextBytes } from './text-bytes.ts'

const letters = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', '\\', '\u001f', '!', '#', '[', ']', '\u007f', '~'), minLength: 4, maxLength: 4 })

test('texts lie one behind the other, but for those that UTF-8 has no bytes for', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('é', '\ud800'))), texts => {
    const bytes = new TextBytes(8)
    let end = 0
    for (const text of texts) {
      const at = bytes.add(text)
      expect(at).toBe(text.isWellFormed() ? end : -1)
      if (at < 0) continue
      const written = Buffer.from(text)
      end += written.length
      const { view } = bytes
      expect(Buffer.from(view.buffer, at, written.length).toString()).toBe(text)
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
