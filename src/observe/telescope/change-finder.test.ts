import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeWithData, testData } from '../../../test/test-data.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { ChangeFinder } from './change-finder.ts'
import { countChanges } from './count-changes.ts'
import { readCountsFile } from './counts-file.ts'

describeWithData('ChangeFinder on the published counts', ['telescope/changefinder'], () => {
  test('alerts exactly when it is published to', async () => {
    const published = readFileSync(testData('telescope/changefinder/alert_date/sensor999_alert_date.txt'), 'utf8').trim().split(/\s+/)
    const changes = countChanges(await readCountsFile(testData('telescope/changefinder/count_data/sensor999_count.csv')))
    expect(changes.map(({ at }) => at)).toEqual(published)
    expect(published.length).toBe(15)
  })
})

test('a series that never changes raises nothing, however long', () => {
  const finder = new ChangeFinder()
  const scores = Array.from({ length: 500 }, () => finder.score(100))
  expect(scores.slice(0, 15)).toEqual(Array(15).fill(null))
  expect(scores.slice(100).filter(score => score !== null && score > 3)).toEqual([])
})

test('zeros alone give a score of zero', () => {
  const finder = new ChangeFinder()
  expect(Array.from({ length: 20 }, () => finder.score(0)).at(-1)).toBe(0)
})

test('a step of a quiet series is told within three samples', () => {
  const finder = new ChangeFinder()
  const scores = Array.from({ length: 320 }, (_, index) => finder.score(100 + index % 7 + (index >= 300 ? 2_000 : 0)))
  expect(scores.slice(250, 300).some(score => score! > 3)).toBe(false)
  expect(scores.slice(300, 303).some(score => score! > 3)).toBe(true)
})

test('a table without the columns, or with text for a count, is refused with its line', async () => {
  const folder = temporaryFolder({ 'a.csv': 'x,y\n1,2\n', 'b.csv': '\ufefftime,packets,hosts\r\n1,2,3\r\n2,many,1\r\n' })
  await expect(readCountsFile(`${folder}/a.csv`)).rejects.toThrow('a.csv:1: needs columns')
  await expect(readCountsFile(`${folder}/b.csv`)).rejects.toThrow('b.csv:3: needs a time')
  await expect(readCountsFile(`${folder}/c.csv`)).rejects.toThrow('cannot be read')
})
