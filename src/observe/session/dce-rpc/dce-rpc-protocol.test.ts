import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { damaged, dialogue } from '../testing/dialogue.ts'
import type { Said } from '../testing/dialogue.ts'
import { sessionsOf } from '../testing/sessions-of.ts'
import { DceRpcCalls } from './dce-rpc-calls.ts'

const SVCCTL = '81bb7a364498f135ad3298f038001003'
const NDR = '045d888aeb1cc9119fe808002b104860'

function packet(type: number, body: string, flags = 3): Buffer {
  const rest = Buffer.from(body, 'hex')
  const header = Buffer.from([5, 0, type, flags, 0x10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
  header.writeUInt16LE(16 + rest.length, 8)
  return Buffer.concat([header, rest])
}

const bind = packet(11, `d016d01600000000 01000000 0000 01 00 ${SVCCTL} 02000000 ${NDR} 02000000`.replaceAll(' ', ''))
const request = (operation: number, flags = 3) => packet(0, `00000000 0000 ${operation.toString(16).padStart(2, '0')}00 aabb`.replaceAll(' ', ''), flags)
const said = (bytes: Buffer): Said[number] => ['client', bytes.toString('latin1')]

describe('DCE/RPC', () => {
  const session: Said = [said(bind), ['server', 'x'], said(Buffer.concat([request(15), request(12)])), said(request(12, 2)), said(request(200))]

  test('tells each operation that is called, however it is cut', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 16, max: 200 }), async size => {
      const { events } = await sessionsOf(dialogue(session, { size, serverPort: 49_700 }))
      expect(events.filter(({ dataset }) => dataset === 'zeek.dce_rpc').map(event => [event['named_pipe'], event['endpoint'], event['operation']])).toEqual([
        ['49700', 'svcctl', 'OpenSCManagerW'], ['49700', 'svcctl', 'CreateServiceW'], ['49700', 'svcctl', 'unknown-200'],
      ])
    }), { numRuns: byDepth(5, 40, 400) })
  })

  test('knows interfaces by their identifiers, and says the others as they are', () => {
    const calls = new DceRpcCalls()
    expect(calls.accept(request(1))).toBe(null)
    calls.accept(packet(11, `d016d0160000000001000000 0000 01 00 ${'11'.repeat(16)} 01000000 ${NDR} 02000000`.replaceAll(' ', '')))
    expect(calls.accept(request(1))).toEqual({ endpoint: 'unknown-11111111-1111-1111-1111-111111111111', operation: 'unknown-1' })
  })

  test('nothing escapes from damaged sessions, and nothing stays held', async () => {
    await fc.assert(fc.asyncProperty(damaged(session), async capture => {
      expect((await sessionsOf(capture)).counts.heldBytes).toBe(0)
    }), { numRuns: byDepth(20, 300, 10_000) })
  })
})
