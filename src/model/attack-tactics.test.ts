import { expect, test } from 'vitest'
import { sortTactics, tacticOf, tacticOrder, tacticTitle } from './attack-tactics.ts'

test('old and new names of defense evasion map to one order', () => {
  expect(['defense-evasion', 'stealth', 'defense-impairment', 'TA0005', 'TA0112'].map(tacticOrder)).toEqual([6, 6, 6, 6, 6])
})

test('an id names the newest tactic that carries it', () => {
  expect([tacticOf('TA0005')?.name, tacticOf('ta0112')?.name, tacticOf('credential_access')?.id]).toEqual(['stealth', 'defense-impairment', 'TA0006'])
})

test('tactics sort in the order of the matrix, unknown ones last and kept', () => {
  expect(sortTactics(['impact', 'zeal', 'stealth', 'execution', 'impact'])).toEqual(['execution', 'stealth', 'impact', 'zeal'])
})

test('an unknown tactic is shown as it is written', () => {
  expect([tacticTitle('zeal', 'ja'), tacticTitle('impact', 'ja'), tacticTitle('impact', 'en')]).toEqual(['zeal', '影響', 'Impact'])
})
