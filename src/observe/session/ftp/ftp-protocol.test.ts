import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import type { Said } from '../testing/dialogue.ts'
import { damaged, dialogue } from '../testing/dialogue.ts'
import { sessionsOf } from '../testing/sessions-of.ts'

const LOGIN: Said = [
  ['server', '220-Welcome\r\n220 ready\r\n'], ['client', 'USER alice\r\n'], ['server', '331 password\r\n'], ['client', 'PASS secret\r\n'], ['server', '230 in\r\n'],
]
const FILES: Said = [
  ...LOGIN,
  ['client', 'CWD /pub\r\n'], ['server', '250 ok\r\n'],
  ['client', 'PASV\r\n'], ['server', '227 Entering Passive Mode (192,0,2,7,19,136)\r\n'],
  ['client', 'RETR tools.zip\r\n'], ['server', '150 Opening (12345 bytes)\r\n226 done\r\n'],
  ['client', 'PORT 10,0,0,1,4,1\r\n'], ['server', '200 ok\r\n'],
  ['client', 'EPSV\r\n'], ['server', '229 Extended (|||6446|)\r\n'],
  ['client', 'STOR ../up.bin\r\n'], ['server', '553 no\r\n'],
]

async function commands(capture: Uint8Array) {
  return (await sessionsOf(capture)).events.filter(({ dataset }) => dataset === 'zeek.ftp')
}

describe('FTP', () => {
  test('tells commands about files with their answers, and data connections', async () => {
    expect(await commands(dialogue(FILES, { serverPort: 2121 }))).toEqual([
      expect.objectContaining({ 'user': 'alice', 'password': '<hidden>', 'command': 'PASV', 'reply_code': 227, 'data_channel.passive': true, 'data_channel.orig_h': '10.0.0.1',
        'data_channel.resp_h': '192.0.2.7', 'data_channel.resp_p': 5_000 }),
      expect.objectContaining({ command: 'RETR', arg: 'ftp://10.0.0.2/pub/tools.zip', file_size: 12_345, reply_code: 226, reply_msg: 'done' }),
      expect.objectContaining({ 'command': 'PORT', 'arg': '10,0,0,1,4,1', 'data_channel.passive': false, 'data_channel.orig_h': '10.0.0.2', 'data_channel.resp_h': '10.0.0.1', 'data_channel.resp_p': 1_025 }),
      expect.objectContaining({ 'command': 'EPSV', 'data_channel.resp_h': '10.0.0.2', 'data_channel.resp_p': 6_446 }),
      expect.objectContaining({ command: 'STOR', arg: 'ftp://10.0.0.2/pub/../up.bin', reply_code: 553, reply_msg: 'no' }),
    ])
  })

  test('the password of a guest is no secret', async () => {
    const [found] = await commands(dialogue([LOGIN[0]!, ['client', 'USER anonymous\r\n'], LOGIN[2]!, ['client', 'PASS me@here\r\n'], LOGIN[4]!, ['client', 'DELE a\r\n'], ['server', '250 ok\r\n']]))
    expect(found).toMatchObject({ user: 'anonymous', password: 'me@here', command: 'DELE', arg: 'ftp://10.0.0.2/./a' })
  })

  test('hands over to TLS after AUTH TLS', async () => {
    const hello = Buffer.from(`160301002d010000290303${'11'.repeat(32)}000002002f0100`, 'hex').toString('latin1')
    const { events } = await sessionsOf(dialogue([LOGIN[0]!, ['client', 'AUTH TLS\r\n'], ['server', '234 go\r\n'], ['client', hello]], { serverPort: 21 }))
    expect(events.map(({ dataset }) => dataset)).toEqual(['zeek.ssl', 'zeek.conn'])
    expect(events[1]).toMatchObject({ service: 'ftp,ssl' })
  })

  test('what nobody greeted with 220 is not FTP', async () => {
    expect(await commands(dialogue([['client', 'USER a b c :d\r\n'], ['server', ':irc 001 a\r\n'], ['client', 'STOR x\r\n']], { serverPort: 6_667 }))).toEqual([])
  })

  test('reads it however it is cut', async () => {
    const whole = (await commands(dialogue(FILES))).map(({ ts: _, uid: __, ...rest }) => rest)
    await fc.assert(fc.asyncProperty(fc.integer({ min: 5, max: 40 }), async size => {
      expect((await commands(dialogue(FILES, { size }))).map(({ ts: _, uid: __, ...rest }) => rest)).toEqual(whole)
    }), { numRuns: byDepth(5, 40, 500) })
  })

  test('nothing escapes from damaged sessions, and nothing stays held', async () => {
    await fc.assert(fc.asyncProperty(damaged(FILES), async capture => {
      expect((await sessionsOf(capture)).counts.heldBytes).toBe(0)
    }), { numRuns: byDepth(20, 300, 10_000) })
  })
})
