import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { FRAME_BYTES } from './defaults.ts'
import type { Sealing } from './sealing.ts'
import { newHeader, PLAIN, sealingOf } from './sealing.ts'

async function* blocksOf(content: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  // The same block again and again, as files are read.
  const block = Buffer.alloc(size)
  for (let at = 0; at < content.length; at += size) {
    const some = content.subarray(at, at + size)
    block.set(some)
    yield block.subarray(0, some.length)
  }
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const blocks: Buffer[] = []
  for await (const block of content) blocks.push(Buffer.from(block))
  return Buffer.concat(blocks)
}

const { header, sealing } = await newHeader('correct horse battery')

const unsealed = (sealed: Uint8Array, by: Sealing = sealing) => whole(by.unseal(blocksOf(sealed, 10_000), 'part x'))

describe('an encrypted part', () => {
  test('comes back as it was, whatever its length and blocks', async () => {
    const length = fc.oneof(fc.nat(300), fc.constantFrom(FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES), fc.nat(3 * FRAME_BYTES))
    await fc.assert(fc.asyncProperty(length, fc.integer({ min: 1, max: 200_000 }), async (bytes, size) => {
      const content = Buffer.alloc(bytes, 'Noroshi 狼煙')
      const sealed = await whole(sealing.seal(blocksOf(content, Math.max(size, 512))))
      expect((await unsealed(sealed)).equals(content)).toBe(true)
    }), { numRuns: byDepth(15, 60, 1_000) })
  })

  test('is refused by name when any byte was changed, cut off, added or swapped', async () => {
    const content = Buffer.alloc(2 * FRAME_BYTES + 100, 7)
    const sealed = await whole(sealing.seal(blocksOf(content, FRAME_BYTES)))
    const frame = FRAME_BYTES + 16
    const swapped = Buffer.concat([sealed.subarray(0, 16), sealed.subarray(16 + frame, 16 + 2 * frame), sealed.subarray(16, 16 + frame), sealed.subarray(16 + 2 * frame)])
    const cut = [0, 10, 16, 20, 16 + frame, 16 + 2 * frame, sealed.length - 1].map(end => sealed.subarray(0, end))
    for (const other of [...cut, swapped, Buffer.concat([sealed, Buffer.from([0])])]) {
      await expect(unsealed(other)).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringContaining('part x') })
    }
    await fc.assert(fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(sealed)
      changed[at]! ^= change
      await expect(unsealed(changed)).rejects.toMatchObject({ code: 'bad-backup' })
    }), { numRuns: byDepth(10, 40, 1_000) })
  })

  test('says nothing of its content, and is another each time', async () => {
    const content = Buffer.alloc(1_000)
    const sealed = await Promise.all([1, 2].map(() => whole(sealing.seal(blocksOf(content, 1_000)))))
    expect(sealed[0]!.equals(sealed[1]!)).toBe(false)
    expect(sealing.idOf('ab'.repeat(32))).not.toBe('ab'.repeat(32))
    expect(PLAIN.idOf('ab'.repeat(32))).toBe('ab'.repeat(32))
  })
})

describe.skipIf(IS_QUICK)('the passphrase of a backup', () => {
  test('opens it again, and another does not', async () => {
    const sealed = await whole(sealing.seal(blocksOf(Buffer.from('secret'), 512)))
    expect(String(await unsealed(sealed, await sealingOf(header, 'correct horse battery')))).toBe('secret')
    await expect(sealingOf(header, 'correct horse batterx')).rejects.toMatchObject({ code: 'backup-locked' })
    await expect(sealingOf(header, null)).rejects.toMatchObject({ code: 'backup-locked' })
  })
})
