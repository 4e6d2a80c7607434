import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { blobPath } from './blob-path.ts'
import { EvidenceStore, listBlobs } from './evidence-store.ts'

const KNOWS_NOTHING = () => false

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

async function* blocks(content: Uint8Array, size = 65_536) {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size)
}

async function put(store: EvidenceStore, content: Uint8Array): Promise<string> {
  const incoming = await store.take(blocks(content))
  await store.keep(incoming)
  return incoming.sha256
}

async function read(store: EvidenceStore, hash: string): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const block of store.openBlob(hash)) all.push(Buffer.from(block))
  return Buffer.concat(all)
}

async function names(folder: string): Promise<string[]> {
  const all: string[] = []
  for await (const found of listBlobs(folder)) all.push('sha256' in found ? found.sha256 : `foreign ${found.foreign}`)
  return all.sort()
}

describe('the evidence store', () => {
  test('gives back any content by its hash, and stores it once', async () => {
    const folder = temporaryFolder()
    const store = await EvidenceStore.open(folder, KNOWS_NOTHING)
    const expected = new Set<string>()
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async content => {
      const hash = await put(store, content)
      expected.add(hash)
      expect([hash, await put(store, content), await store.size(hash)]).toEqual([sha256(content), hash, content.length])
      expect(Buffer.compare(await read(store, hash), content)).toBe(0)
      expect(await store.verifyBlob(hash)).toEqual({ state: 'sound', bytes: content.length })
    }), { numRuns: byDepth(10, 50, 1_000) })
    expect([await names(folder), readdirSync(join(folder, 'incoming'))]).toEqual([[...expected].sort(), []])
  })

  test('lets nobody write a blob, and nobody else read it', async () => {
    const store = await EvidenceStore.open(temporaryFolder(), KNOWS_NOTHING)
    expect(statSync(store.pathOf(await put(store, Buffer.from('x')))).mode & 0o777).toBe(0o400)
  })

  test('keeps content that comes in several times at once', async () => {
    const folder = temporaryFolder()
    const store = await EvidenceStore.open(folder, KNOWS_NOTHING)
    const content = randomBytes(200_000)
    await Promise.all(Array.from({ length: 8 }, () => put(store, content)))
    expect([await names(folder), readdirSync(join(folder, 'incoming'))]).toEqual([[sha256(content)], []])
  })

  test('tells damaged and missing blobs, and heals one that comes in again', async () => {
    const store = await EvidenceStore.open(temporaryFolder(), KNOWS_NOTHING)
    const hash = await put(store, Buffer.from('content'))
    rmSync(store.pathOf(hash))
    expect(await store.verifyBlob(hash)).toEqual({ state: 'missing' })
    await expect(read(store, hash)).rejects.toMatchObject({ code: 'no-such-evidence' })
    writeFileSync(store.pathOf(hash), 'contend')
    expect(await store.verifyBlob(hash)).toEqual({ state: 'damaged', reason: expect.stringContaining(sha256(Buffer.from('contend'))) })
    await put(store, Buffer.from('content'))
    expect(await store.verifyBlob(hash)).toEqual({ state: 'sound', bytes: 7 })
  })

  test('deletes', async () => {
    const folder = temporaryFolder()
    const store = await EvidenceStore.open(folder, KNOWS_NOTHING)
    const hash = await put(store, Buffer.from('content'))
    expect([await store.deleteBlob(hash), await store.deleteBlob(hash), await names(folder)]).toEqual([true, false, []])
  })

  test('leaves nothing of content that ends in an error', async () => {
    const folder = temporaryFolder()
    const store = await EvidenceStore.open(folder, KNOWS_NOTHING)
    async function* failing() {
      yield Buffer.from('half')
      throw new Error('cable')
    }
    await expect(store.take(failing())).rejects.toThrow('cable')
    expect([await names(folder), readdirSync(join(folder, 'incoming'))]).toEqual([[], []])
  })

  test('never takes a name that is no hash for a path', async () => {
    const store = await EvidenceStore.open(temporaryFolder(), KNOWS_NOTHING)
    for (const name of ['', '../../etc/passwd', 'a'.repeat(63), 'A'.repeat(64), `${'a'.repeat(64)}\n`]) {
      expect(() => store.pathOf(name)).toThrow(TypeError)
    }
  })

  test('holds a block of content in memory, not all of it', async () => {
    const store = await EvidenceStore.open(temporaryFolder(), KNOWS_NOTHING)
    const block = randomBytes(1_048_576)
    async function* large() {
      for (let n = 0; n < 96; n++) yield block
    }
    const before = process.memoryUsage().arrayBuffers
    const incoming = await store.take(large())
    await store.keep(incoming)
    expect([incoming.bytes, await store.verifyBlob(incoming.sha256)]).toMatchObject([96 * 1_048_576, { state: 'sound' }])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1_048_576)
  })
})

const WRITER = `
import { randomBytes } from 'node:crypto'
const { EvidenceStore } = await import(${JSON.stringify(new URL('./evidence-store.ts', import.meta.url).href)})
const store = await EvidenceStore.open(process.argv[1], () => false)
async function* content() { for (let n = Math.floor(Math.random() * 8); n >= 0; n--) yield randomBytes(100000) }
console.log('open')
for (;;) {
  const incoming = await store.take(content())
  await store.keep(incoming)
  console.log(incoming.sha256)
}`

test('a writer that is killed at any moment leaves only whole blobs, and every one it had told of', async () => {
  const folder = temporaryFolder()
  const told: string[] = []
  for (let round = 0; round < byDepth(3, 12, 250); round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => { child.kill('SIGKILL') })
    let output = ''
    child.stdout.on('data', text => { output += text })
    await new Promise(resolve => child.stdout.once('data', resolve))
    await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 150))
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    told.push(...output.split('\n').slice(1, -1))
  }
  const there = await names(folder)
  for (const hash of there) expect([hash, sha256(readFileSync(blobPath(folder, hash).file))]).toEqual([hash, hash])
  expect(told.filter(hash => !there.includes(hash))).toEqual([])
  expect(there.length).toBeGreaterThan(0)
  await EvidenceStore.open(folder, KNOWS_NOTHING)
  expect(readdirSync(join(folder, 'incoming'))).toEqual([])
})

const MOUNT = '/bin/mount'
const UNMOUNT = '/bin/umount'

/** A file system of a few MB; null where none may be mounted. */
function smallDisk(): string | null {
  const folder = join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=4m', 'noroshi-test', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => { execFileSync(UNMOUNT, [folder]) })
  return folder
}

test('a full disk is an error of its own; nothing half written stays, and there is room again', async context => {
  const folder = smallDisk()
  if (folder === null) return context.skip('no file system may be mounted here')
  const store = await EvidenceStore.open(folder, KNOWS_NOTHING)
  const small = await put(store, randomBytes(1_000_000))
  await expect(store.take(blocks(randomBytes(6_000_000)))).rejects.toMatchObject({ code: 'disk-full' })
  expect([await names(folder), readdirSync(join(folder, 'incoming'))]).toEqual([[small], []])
  await store.deleteBlob(small)
  await put(store, randomBytes(3_000_000))
})
