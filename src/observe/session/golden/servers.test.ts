import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sessionEventSchema } from '../session-schema.ts'
import { sessionsOf } from '../testing/sessions-of.ts'

const CAPTURE = join(import.meta.dirname, 'servers.pcap.gz')
const EXPECTED = join(import.meta.dirname, 'servers.expected')

/**
 * Samba 4.17 (SMB 3.1.1, SMB 1, a wrong password), vsftpd 3.0 and Python's smtpd with their usual clients, captured on one machine. What is expected
 * was held against tshark 4.0: the same commands with their arguments, files, shares, users and dialects.
 */
test('what servers and clients in use say is told (NOROSHI_UPDATE_GOLDEN=1 writes it)', async () => {
  const { events, counts } = await sessionsOf(gunzipSync(readFileSync(CAPTURE)))
  for (const event of events) expect(sessionEventSchema.safeParse(event).error?.message).toBe(undefined)
  const told = events.map(({ ts: _ts, uid: _uid, _path, ...rest }) => `${JSON.stringify(rest)}\n`).join('')
  if (process.env['NOROSHI_UPDATE_GOLDEN'] === '1') writeFileSync(EXPECTED, told)
  expect(told).toBe(readFileSync(EXPECTED, 'utf8'))
  expect(counts.heldBytes).toBe(0)
})
