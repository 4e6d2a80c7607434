import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { termOfDataset, termOfDatasets } from './retention-rule.ts'

const RULES = [
  { datasets: ['telescope.*', '*.flow'], hotDays: 7, deleteDays: 30 },
  { datasets: ['windows.*'], organisation: 'north', deleteDays: 10 },
  { datasets: ['windows.*'], deleteDays: 400 },
  { datasets: ['web.access'], hotDays: 90 },
]

describe('the term of a dataset', () => {
  test.each([
    ['telescope.source', 'any', { hotDays: 7, deleteDays: 30 }],
    ['suricata.flow', 'any', { hotDays: 7, deleteDays: 30 }],
    ['windows.sysmon', 'north', { hotDays: null, deleteDays: 10 }],
    ['windows.sysmon', 'south', { hotDays: null, deleteDays: 400 }],
    ['web.access', 'south', { hotDays: 90, deleteDays: null }],
    ['web.accesses', 'south', { hotDays: null, deleteDays: null }],
    ['linux.sshd', 'south', { hotDays: null, deleteDays: null }],
  ])('of %s of %s is that of the first rule that fits', (dataset, organisation, term) => {
    expect(termOfDataset(RULES, organisation, dataset)).toEqual(term)
  })

  test('fits as a regular expression of the same pattern does', () => {
    const name = fc.stringMatching(/^[ab.]{0,8}$/)
    fc.assert(fc.property(fc.stringMatching(/^[ab.*]{1,6}$/), name, (pattern, dataset) => {
      const oracle = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(dataset)
      expect(termOfDataset([{ datasets: [pattern], deleteDays: 1 }], 'o', dataset).deleteDays).toBe(oracle ? 1 : null)
    }), { numRuns: byDepth(300, 3_000, 100_000) })
  })
})

describe('evidence with several datasets', () => {
  test('goes when the last of them may', () => {
    expect(termOfDatasets(RULES, 'south', ['windows.sysmon', 'suricata.flow'])).toEqual({ hotDays: 400, deleteDays: 400 })
  })

  test('stays when one of them does, and when nothing was recognised in it', () => {
    expect(termOfDatasets(RULES, 'south', ['linux.sshd', 'suricata.flow'])).toEqual({ hotDays: null, deleteDays: null })
    expect(termOfDatasets(RULES, 'south', [])).toEqual({ hotDays: null, deleteDays: null })
  })
})
