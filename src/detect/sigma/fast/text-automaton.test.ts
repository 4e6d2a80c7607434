import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { canonicalText } from './letter-classes.ts'
import { pieceOf } from './piece.ts'
import { TextAutomaton } from './text-automaton.ts'

const letters = fc.constantFrom('a', 'b', 'A', '-', '–', 'ſ', 's', 'é', '語', ' ')
const anyPiece = fc.record({ text: fc.string({ unit: letters, minLength: 1, maxLength: 20 }), atStart: fc.boolean(), atEnd: fc.boolean() })

/** Long enough to be read in parts, with a piece somewhere. */
const anyText = fc.tuple(fc.string({ unit: letters, maxLength: 200 }), fc.string({ unit: letters, maxLength: 20 }), fc.string({ unit: letters, maxLength: 200 }), fc.nat({ max: 60 }))
  .map(([before, middle, after, blanks]) => `${before}${middle}${'.'.repeat(blanks)}${after}`)

test('finds every piece and no other, in texts of any length and wherever it stands', () => {
  fc.assert(fc.property(fc.array(anyPiece, { minLength: 1, maxLength: 8 }), fc.array(anyText, { minLength: 1, maxLength: 4 }), (pieces, texts) => {
    const atoms = pieces.map(each => ({ kind: 'text' as const, field: 'f', ...each }))
    const automaton = new TextAutomaton(atoms.map((atom, number) => ({ units: pieceOf(atom), numbers: [number] })))
    // What pieces are is what is sought: of a long text, its end.
    const sought = atoms.map(atom => pieceOf(atom))
    for (const each of [...texts, ...pieces.map(({ text: own }) => own), ...pieces.map(({ text: own }) => `${'x'.repeat(130)}${own}`)]) {
      const bits = new Int32Array(1)
      automaton.mark(each, bits)
      const units = [START, ...canonicalText(each), END]
      const expected = sought.map(piece => units.some((_, at) => piece.every((unit, i) => units[at + i] === unit)))
      expect(sought.map((_, number) => (bits[0]! & (1 << number)) !== 0)).toEqual(expected)
    }
  }), { numRuns: byDepth(100, 1_000, 50_000) })
})

const [START] = pieceOf({ kind: 'text', field: 'f', text: '', atStart: true, atEnd: false }) as [number]
const [END] = pieceOf({ kind: 'text', field: 'f', text: '', atStart: false, atEnd: true }) as [number]
