import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { Notifier } from '../../notify/notifier.ts'
import { openMailServer } from '../../notify/testing/mail-server.ts'
import { configurationOf, newLedger, partsOf } from '../../notify/testing/notify-world.ts'
import { readMail } from '../../notify/testing/read-mail.ts'
import type { WarningReport } from '../../observe/telescope/telescope-schema.ts'
import { describeOverServers } from '../../store/postgres/testing/test-servers.ts'
import { warnMembers } from './warn-members.ts'

const SENTENCE = { fact: 'telescope.next-mirai', numbers: {}, terms: {}, en: 'cut it off', ja: '切り離してください' }
const WARNING: WarningReport = {
  id: '0123456789abcdef', organisation: 'Example', member: 'example', address: '203.0.113.5', kind: 'external', state: 'open', firstSeen: '2026-01-01T00:00:00.000000Z', lastSeen: '2026-01-01T01:00:00.000000Z',
  closesAt: '2026-01-01T02:00:00.000000Z', returns: 0, packets: 3, ports: [23], fingerprints: ['mirai'], families: ['mirai'], spoofLikelihood: 0.05, spoofReason: SENTENCE, heldBack: false, nextStep: SENTENCE, evidence: [],
}

test('cannot begin without a channel or members', () => {
  const parts = { notifier: null, ledger: { pool: null as never, organisation: 'default' }, organisations: 'members.yaml' }
  expect(() => warnMembers({ channel: 'mail', marking: 'amber' }, parts)).toThrow(/notify/)
  expect(warnMembers(undefined, parts)).toEqual({})
})

// A database takes seconds to start.
describe.skipIf(IS_QUICK)('early warnings', () => {
  describeOverServers('by mail', server => {
    test('go to the member concerned, once for each happening; held back ones to nobody', async () => {
      const mails = await openMailServer({ disabledCommands: ['STARTTLS'] })
      const { postgres: { pool } } = server()
      const ledger = await newLedger(pool)
      const configuration = configurationOf({ language: 'ja', channels: [{ name: 'mail', kind: 'smtp', host: '127.0.0.1', port: mails.port, security: 'none', from: 'noroshi@csirt.example' }] })
      const notifier = new Notifier(partsOf(pool, configuration))
      const folder = temporaryFolder({ 'members.yaml': '- {name: Example, contact: noc@example.jp, used: [203.0.113.0/24]}\n- {name: Other, contact: noc@example.org, used: [192.0.2.0/24]}\n' })
      const { warn } = warnMembers({ channel: 'mail', marking: 'amber' }, { notifier, ledger, organisations: join(folder, 'members.yaml') })
      await warn!([{ happening: 'opened', warning: WARNING }, { happening: 'opened', warning: { ...WARNING, id: 'held', heldBack: true } }])
      await warn!([{ happening: 'opened', warning: WARNING }])
      await warn!([{ happening: 'closed', warning: { ...WARNING, state: 'closed' } }])
      await notifier.look()
      await notifier.close()
      await mails.close()
      expect(mails.received.map(({ to }) => to)).toEqual([['noc@example.jp'], ['noc@example.jp']])
      const read = mails.received.map(({ bytes }) => readMail(bytes))
      expect(read.map(({ headers }) => headers.get('subject')).sort()).toEqual([expect.stringContaining('早期警報（終了）'), expect.stringContaining('早期警報：')])
      expect(JSON.parse(read[0]!.parts[1]!.body.toString())).toBeTruthy()
    })
  })
})
