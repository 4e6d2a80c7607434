import { expect, test } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { openHouse } from '../../../capabilities.ts'
import { RuleSets } from '../../../store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../../../store/rule-sets/rule-switches.ts'
import { Turns } from '../../turns.ts'
import { RuleLibrary } from './rule-library.ts'

/** @param renew what reading with the changed rules comes to */
function libraryWith(renew: () => Promise<void>, areChosen = false) {
  const folder = temporaryFolder({})
  const turns = new Turns()
  const library = new RuleLibrary({
    control: { sets: new RuleSets(folder), switches: new RuleSwitches(folder), directories: () => [], areChosen, renew },
    reader: openHouse({ ruleDirectories: [] }).rules,
    log: () => {},
    inTurn: work => turns.take(work),
    onRenewed: () => {},
  })
  return { library, turns }
}

test('tells whoever changed rules that they are used, that they are not read, or why they could not be taken', async () => {
  const outcomes = [libraryWith(async () => {}), libraryWith(async () => {}, true), libraryWith(() => Promise.reject(new Error('pipeline.yml cannot be read')))]
  const told = await Promise.all(outcomes.map(({ library }) => {
    library.changed()
    return library.renewal()
  }))
  expect(told).toEqual([{ kind: 'used' }, { kind: 'not-read' }, { kind: 'failed', reason: 'pipeline.yml cannot be read' }])
  for (const { library } of outcomes) await library.close()
})

test('takes a change that works after one that did not', async () => {
  let works = false
  const { library } = libraryWith(() => (works ? Promise.resolve() : Promise.reject(new Error('broken'))))
  library.changed()
  expect(await library.renewal()).toMatchObject({ kind: 'failed' })
  works = true
  library.changed()
  expect([await library.renewal(), library.isRenewing]).toEqual([{ kind: 'used' }, false])
  await library.close()
})

// Waits as long as a person would.
test.skipIf(IS_QUICK)('says that a change waits for the evidence that is being read', async () => {
  const { library, turns } = libraryWith(async () => {})
  const reading = Promise.withResolvers<void>()
  const read = turns.take(() => reading.promise)
  library.changed()
  expect(await library.renewal()).toEqual({ kind: 'waiting' })
  reading.resolve()
  await read
  await expect.poll(() => library.renewal()).toEqual({ kind: 'used' })
  await library.close()
})
