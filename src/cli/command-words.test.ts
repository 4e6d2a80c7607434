import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { commandWords } from './command-words.ts'

test('a command line is parted as a shell parts it', () => {
  expect(commandWords(`  node  -e 'console.log("a b")' "it's \\"so\\"" a\\ b '' $HOME `)).toEqual(['node', '-e', 'console.log("a b")', 'it\'s "so"', 'a b', '', '$HOME'])
  for (const line of ['', '  ', "node 'a", 'node "a']) expect(() => commandWords(line)).toThrow(/empty|not closed/)
})

test('what is quoted as a shell quotes comes back', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1 }), words => {
    expect(commandWords(words.map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' '))).toEqual(words)
  }), { numRuns: byDepth(100, 1_000, 10_000) })
})
