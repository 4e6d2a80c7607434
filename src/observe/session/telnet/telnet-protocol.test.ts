import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { describeWithData, testData } from '../../../../test/test-data.ts'
import type { Said } from '../testing/dialogue.ts'
import { damaged, dialogue } from '../testing/dialogue.ts'
import { sessionsOf } from '../testing/sessions-of.ts'

const OPTIONS = '\xff\xfd\x18\xff\xfb\x01'
const LOGINS: Said = [
  ['server', OPTIONS], ['client', '\xff\xfb\x18\xff\xfa\x18\x00xterm\xff\xf0'],
  ['server', '\r\nlogin: '], ['client', 'ro'], ['client', 'xx\b\bot\r\n'], ['server', 'root\r\nPassword: '], ['client', 'xc3511\r\n'],
  ['server', '\r\nLogin incorrect\r\nlogin: '], ['client', 'admin\r\x00'], ['server', 'Password: '], ['client', 'admin\r\n'], ['server', '\r\nWelcome\r\n# '], ['client', 'sh\r\n'], ['server', 'login: no'],
]

async function logins(capture: Uint8Array | string) {
  return (await sessionsOf(capture)).events.filter(({ dataset }) => dataset === 'zeek.telnet')
}

describe('Telnet', () => {
  test('tells each login that was tried, and no password', async () => {
    const found = await logins(dialogue(LOGINS, { serverPort: 23 }))
    expect(found).toEqual([
      expect.objectContaining({ trans_depth: 1, user: 'root', success: false, terminal: 'xterm' }),
      expect.objectContaining({ trans_depth: 2, user: 'admin', success: true }),
    ])
    expect(JSON.stringify(found)).not.toContain('xc3511')
  })

  test('a session without login is told once', async () => {
    expect((await logins(dialogue([['server', OPTIONS], ['client', 'x\r\n']]))).map(({ user, success }) => [user, success])).toEqual([[undefined, undefined]])
  })

  test('nothing escapes from damaged sessions, and nothing stays held', async () => {
    await fc.assert(fc.asyncProperty(damaged(LOGINS), async capture => {
      expect((await sessionsOf(capture)).counts.heldBytes).toBe(0)
    }), { numRuns: byDepth(20, 300, 10_000) })
  })
})

describeWithData('Telnet of a damaged capture', ['pcap/tcpdump'], () => {
  test('is told, and nothing escapes', async () => {
    await expect(logins(testData('pcap/tcpdump/tests/telnet-iac-check-oobr.pcap'))).resolves.toBeInstanceOf(Array)
  })
})
