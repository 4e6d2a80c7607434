import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { sessionEventSchema } from '../session-schema.ts'
import { dialogue } from '../testing/dialogue.ts'
import { create, pipeOpened, smb2, treeConnect } from '../testing/smb-packets.ts'
import { sessionsOf } from '../testing/sessions-of.ts'
import { readNtlm } from './ntlm-message.ts'

const CAPTURE = gunzipSync(readFileSync(join(import.meta.dirname, '../golden/servers.pcap.gz')))

describe('SMB', () => {
  test('a pipe that is opened is told as rules ask for it', async () => {
    const { events } = await sessionsOf(dialogue([
      ...pipeOpened('atsvc'),
      ['client', smb2(5, false, 3, create('refused'))], ['server', smb2(5, true, 3, Buffer.alloc(9), { status: 0xc0000022 })],
    ], { serverPort: 445 }))
    expect(events.filter(({ dataset }) => dataset !== 'zeek.conn')).toEqual([
      expect.objectContaining({ dataset: 'zeek.smb_mapping', path: '\\\\10.0.0.2\\IPC$', share_type: 'PIPE' }),
      expect.objectContaining({ dataset: 'zeek.smb_files', action: 'SMB::PIPE_OPEN', path: '\\\\10.0.0.2\\IPC$', name: 'atsvc' }),
    ])
  })

  test('what is called over a pipe is told', async () => {
    const rpc = (hex: string) => {
      const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
      bytes.writeUInt16LE(bytes.length, 8)
      return bytes
    }
    const bind = rpc('05000b03 10000000 00000000 01000000 d016d016 00000000 01000000 00000100 8206f71f510ae830076d740be8cee98b 01000000 045d888aeb1cc9119fe808002b104860 02000000')
    const call = rpc('05000003 10000000 00000000 02000000 00000000 00000000 aabb')
    const write = Buffer.alloc(48)
    write.writeUInt16LE(112, 2)
    write.writeUInt32LE(bind.length, 4)
    const control = Buffer.alloc(56)
    control.writeUInt32LE(0x0011c017, 4)
    control.writeUInt32LE(120, 24)
    control.writeUInt32LE(call.length, 28)
    const { events } = await sessionsOf(dialogue([
      ...pipeOpened('atsvc'),
      ['client', smb2(9, false, 3, Buffer.concat([write, bind])) + smb2(11, false, 4, Buffer.concat([control, call]))],
    ]))
    expect(events.filter(({ dataset }) => dataset === 'zeek.dce_rpc')).toEqual([expect.objectContaining({ named_pipe: 'atsvc', endpoint: 'atsvc', operation: 'JobAdd' })])
  })

  test('a packet that carries a file is passed over, and what follows is read', async () => {
    const { events } = await sessionsOf(dialogue([
      ['client', smb2(9, false, 1, Buffer.alloc(200_000)) + smb2(3, false, 2, treeConnect('\\\\a\\b'))], ['server', smb2(3, true, 2, Buffer.from([16, 0, 1, 0]))],
    ]))
    expect(events.filter(({ dataset }) => dataset === 'zeek.smb_mapping')).toEqual([expect.objectContaining({ path: '\\\\a\\b', share_type: 'DISK' })])
  })

  test('tokens without names, and damaged ones, say nothing', () => {
    expect([readNtlm(Buffer.from('NTLMSSP\0\x01\0\0\0aaaaaaaa', 'latin1')), readNtlm(Buffer.from('x')), readNtlm(Buffer.from('NTLMSSP\0\x03\0\0\0', 'latin1'))]).toEqual([null, null, null])
  })

  test('nothing escapes from flipped bits and cut packets, and nothing stays held', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(CAPTURE.length - 25), fc.nat(255)), { maxLength: 30 }), fc.nat(CAPTURE.length - 25), async (changes, cut) => {
      const bytes = Uint8Array.from(CAPTURE.subarray(0, CAPTURE.length - (cut % 3 === 0 ? cut : 0)))
      for (const [at, byte] of changes) if (24 + at < bytes.length) bytes[24 + at] = byte
      const { events, counts } = await sessionsOf(bytes)
      expect(counts.heldBytes).toBe(0)
      for (const event of events) expect(sessionEventSchema.safeParse(event).error?.message).toBe(undefined)
    }), { numRuns: byDepth(30, 400, 10_000) })
  })
})
