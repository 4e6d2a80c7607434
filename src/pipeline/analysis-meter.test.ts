import { expect, test } from 'vitest'
import type { AnalysisProgress } from './analysis-meter.ts'
import { AnalysisMeter } from './analysis-meter.ts'

test('every byte is to be read twice, also of members whose size is known only when they are unpacked, and once of what is there twice', () => {
  const shares: number[] = []
  const meter = new AnalysisMeter(({ bytes, bytesExpected }: AnalysisProgress) => { shares.push(bytes / bytesExpected) })
  const read = (bytes: number) => ({ bytes, events: 0, findings: 0 })
  const members = [meter.member(10), meter.member(10)]
  for (const member of members) {
    member.add(read(50))
    member.add(read(50))
    member.end(100)
  }
  meter.forget(100)
  meter.add(read(100))
  expect(shares).toEqual([50 / 120, 100 / 220, 150 / 300, 200 / 400, 1])
})
