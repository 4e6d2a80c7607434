import { expect, test } from 'vitest'
import { SECOND_US } from '../../model/time.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../packet/write-capture.ts'
import { Organisations } from './organisations.ts'
import { parsePrefix } from './parse-prefix.ts'
import { Telescope } from './telescope.ts'
import { WarningJournal } from './warning-journal.ts'

const START = 1_760_000_000_000_000
const UNUSED = 0xc6120001

/** A journal over a telescope to which a host sends what it is told, and what the journal says at a second. */
function watching() {
  const telescope = new Telescope({ organisations: new Organisations([{ name: 'A', contact: '', used: [parsePrefix('203.0.113.0/24')!], unused: [parsePrefix('198.18.0.0/24')!] }]) })
  const journal = new WarningJournal(telescope)
  const send = async (seconds: readonly number[], { destination = 0xc6130001, isMirai = false, hosts = 1 } = {}) => {
    const capture = Buffer.concat([captureHeader(), ...seconds.flatMap(second => Array.from({ length: hosts }, (_, host) => captureRecord(START + second * SECOND_US, {
      source: 0xcb007105 + host, destination, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 4_000, destinationPort: 23, sequence: isMirai ? destination : 9, flags: 2, window: 1_024 },
    })))])
    async function* blocks() {
      yield capture
    }
    for await (const batch of new CaptureReader().read(blocks(), { error() {} })) telescope.accept(batch)
  }
  const said = (second: number) => journal.take(START + second * SECOND_US, new Map()).map(({ happening, warning }) => `${happening} ${warning.kind} ${warning.families.join()} ${warning.state} ${warning.packets}`)
  return { send, said }
}

test('a warning is told when it opens, changes, closes and opens again, and more of the same at most once a minute', async () => {
  const { send, said } = watching()
  await send([0, 10])
  expect(said(10)).toEqual(['opened external  open 2'])
  expect(said(11)).toEqual([])
  await send([20])
  expect(said(21)).toEqual([])
  expect(said(80)).toEqual(['seen external  open 3'])
  await send([90], { destination: UNUSED })
  expect(said(90)).toEqual(['changed internal  open 4'])
  await send([100, 101], { isMirai: true })
  expect(said(101)).toEqual(['changed internal mirai open 6'])
  expect(said(690)).toEqual([])
  expect(said(720)).toEqual(['closed internal mirai closed 6'])
  expect(said(800)).toEqual([])
  await send([900], { isMirai: true })
  expect(said(900)).toEqual(['reopened internal mirai open 7'])
})

test('what is told at once is bounded; the others are told after it, none twice', async () => {
  const { send, said } = watching()
  await send([0, 1], { hosts: 250 })
  await send([2], { hosts: 3 })
  expect(said(2)).toHaveLength(250)
  expect(said(3)).toEqual([])
})
