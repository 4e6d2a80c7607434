import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { UPLOAD_ABANDONED_MS, UPLOAD_REMEMBERED_MS } from './defaults.ts'
import type { Upload } from './upload-store.ts'
import { UploadStore } from './upload-store.ts'

const TEXT = new TextEncoder().encode('0123456789')
const WANTED = { organisation: 'default', person: 'anna', name: 'a/b.evtx', bytes: 10, modifiedMs: Date.UTC(2020, 1, 3) }

/** Blocks that come one by one, and then the end or a broken connection. */
function sent(bytes: Uint8Array, { block = 3, broken = false }: { readonly block?: number; readonly broken?: boolean } = {}): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) return controller.enqueue(bytes.slice(at, at += block))
      if (broken) controller.error(new Error('connection reset'))
      else controller.close()
    },
  })
}

async function opened(folder = temporaryFolder(), now: () => number = Date.now): Promise<{ folder: string; store: UploadStore; upload: Upload }> {
  const store = await UploadStore.open(folder, { now })
  return { folder, store, upload: await store.create(WANTED) }
}

describe('an upload', () => {
  it('comes in pieces, is finished, and keeps the time its file had', async () => {
    const { store, upload: { id } } = await opened()
    expect(await store.append(id, 0, sent(TEXT.subarray(0, 4)))).toEqual({ kind: 'appended', offset: 4 })
    expect(await store.finish(id)).toBeNull()
    expect(await store.append(id, 4, sent(TEXT.subarray(4)))).toEqual({ kind: 'appended', offset: 10 })
    expect(await store.finish(id)).toMatchObject({ state: 'received', offset: 10 })
    expect(readFileSync(store.pathOf(id), 'utf8')).toBe('0123456789')
    expect(statSync(store.pathOf(id)).mtimeMs).toBe(WANTED.modifiedMs)
    expect(await store.append(id, 10, sent(TEXT))).toBeNull()
  })

  it('says where it stands to a sender that is elsewhere', async () => {
    const { store, upload: { id } } = await opened()
    await store.append(id, 0, sent(TEXT.subarray(0, 4)))
    for (const offset of [0, 3, 5, 10]) expect(await store.append(id, offset, sent(TEXT))).toEqual({ kind: 'wrong-offset', offset: 4 })
  })

  it('keeps what came before a connection broke, and no more than was announced', async () => {
    const { store, upload: { id } } = await opened()
    expect(await store.append(id, 0, sent(TEXT.subarray(0, 6), { broken: true }))).toMatchObject({ kind: 'broken', offset: 6 })
    expect(await store.append(id, 6, sent(TEXT))).toEqual({ kind: 'too-many', offset: 10 })
    expect(readFileSync(store.pathOf(id), 'utf8')).toBe('0123450123')
  })

  it('goes before a connection that was lost and does not know it', async () => {
    const { store, upload: { id } } = await opened()
    let push: (bytes: Uint8Array) => void = () => {}
    const lost = store.append(id, 0, new ReadableStream({ start: controller => { push = bytes => controller.enqueue(bytes) } }))
    push(TEXT.slice(0, 2))
    await expect.poll(() => statSync(store.pathOf(id)).size).toBe(2)
    expect(await store.append(id, 2, sent(TEXT.subarray(2)))).toEqual({ kind: 'appended', offset: 10 })
    expect(await lost).toMatchObject({ kind: 'broken', offset: 2 })
  })

  it('may be empty', async () => {
    const { store } = await opened()
    const { id } = await store.create({ ...WANTED, bytes: 0, modifiedMs: null })
    expect(await store.finish(id)).toMatchObject({ state: 'received' })
    expect(statSync(store.pathOf(id)).size).toBe(0)
  })

  it('loses its bytes when it is evidence, and keeps them when that failed', async () => {
    const { store, upload: { id } } = await opened()
    await store.append(id, 0, sent(TEXT))
    await store.finish(id)
    await store.mark(id, 'failed')
    expect(readFileSync(store.pathOf(id), 'utf8')).toBe('0123456789')
    await store.mark(id, 'done')
    expect(() => statSync(store.pathOf(id))).toThrow(/ENOENT/)
  })
})

describe('the store of uploads', () => {
  it('knows after a crash what is on the disk, whatever a sender was told', async () => {
    const { folder, store, upload: { id } } = await opened()
    await store.append(id, 0, sent(TEXT.subarray(0, 7)))
    // A crash while a piece was written: more than was told; and one while an upload was announced.
    writeFileSync(store.pathOf(id), 'x', { flag: 'a' })
    mkdirSync(join(folder, 'half'))
    writeFileSync(join(folder, 'half', 'upload.json.part'), '{')
    const again = await UploadStore.open(folder)
    expect(again.list()).toMatchObject([{ id, offset: 8, state: 'receiving', name: 'a/b.evtx' }])
    expect(readdirSync(folder)).toEqual([id])
    truncateSync(store.pathOf(id), 3)
    expect((await UploadStore.open(folder)).find(id)).toMatchObject({ offset: 3 })
  })

  it('gives up what nobody sends any more, and forgets what was done long ago', async () => {
    let now = Date.UTC(2026, 10, 22)
    const { store, upload } = await opened(temporaryFolder(), () => now)
    const whole = await store.create({ ...WANTED, bytes: 0 })
    await store.finish(whole.id)
    await store.mark(whole.id, 'done')
    const waiting = await store.create({ ...WANTED, bytes: 0 })
    await store.finish(waiting.id)
    now += UPLOAD_ABANDONED_MS
    expect(await store.expire()).toEqual([])
    now += 1
    expect(await store.expire()).toEqual([upload.id])
    now += UPLOAD_REMEMBERED_MS
    expect(await store.expire()).toEqual([whole.id])
    expect(store.list().map(({ id }) => id)).toEqual([waiting.id])
  })

  it('refuses what the disk cannot hold', async () => {
    const { store } = await opened()
    await expect(store.create({ ...WANTED, bytes: 2 ** 40 })).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('bounds what one person begins', async () => {
    const store = await UploadStore.open(temporaryFolder(), { openMost: 2 })
    const { id } = await store.create({ ...WANTED, bytes: 0 })
    await store.create(WANTED)
    await expect(store.create(WANTED)).rejects.toMatchObject({ code: 'too-many-uploads' })
    expect(await store.create({ ...WANTED, person: 'ben' })).toMatchObject({ offset: 0 })
    await store.finish(id)
    expect(await store.create(WANTED)).toMatchObject({ offset: 0 })
  })

  it('has exactly the bytes that were sent, however they came and broke', async () => {
    const piece = fc.record({ size: fc.nat(40), block: fc.integer({ min: 1, max: 9 }), broken: fc.boolean(), restart: fc.boolean() })
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.array(piece, { maxLength: 8 }), async (bytes, pieces) => {
      const folder = temporaryFolder()
      let store = await UploadStore.open(folder)
      const { id } = await store.create({ ...WANTED, bytes: bytes.length })
      for (const { size, block, broken, restart } of [...pieces, { size: 200, block: 7, broken: false, restart: false }]) {
        const offset = store.find(id)?.offset ?? 0
        await store.append(id, offset, sent(bytes.slice(offset, offset + size), { block, broken }))
        if (restart) store = await UploadStore.open(folder)
      }
      expect(await store.finish(id)).toMatchObject({ state: 'received' })
      expect(new Uint8Array(readFileSync(store.pathOf(id)))).toEqual(bytes)
    }), { numRuns: byDepth(10, 60, 500) })
  })
})
