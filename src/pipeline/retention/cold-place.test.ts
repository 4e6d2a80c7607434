import { createHash } from 'node:crypto'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { CheckedStore } from '../../platform/object-store/testing/checked-store.ts'
import { TEST_REGION, TESTER } from '../../platform/object-store/testing/is-signed.ts'
import { coldPlace, removeCold } from './cold-place.ts'

const CONTENT = Buffer.alloc(300_000, 'cold')
const write = async (path: string) => {
  writeFileSync(path, CONTENT)
  return createHash('sha256').update(CONTENT).digest('hex')
}

async function storeOfTest() {
  const store = await CheckedStore.open()
  const secretKey = { file: join(temporaryFolder({ secret: `${TESTER.secretKey}\n` }), 'secret') }
  const retention = { everyHours: 0, rules: [], coldStore: { endpoint: store.origin, region: TEST_REGION, bucket: 'cold', prefix: 'noroshi/', accessKey: TESTER.accessKey, secretKey } }
  const staging = temporaryFolder()
  return { store, retention, staging, place: coldPlace(retention, staging)! }
}

test('what is kept in a store is there whole, and nothing of it here; it goes when it is removed', async () => {
  const { store, retention, staging, place } = await storeOfTest()
  const { file, sha256 } = await place.keep('north/2026/11/a b.parquet', write)
  expect([file, sha256]).toEqual([`${store.origin}/cold/noroshi/north/2026/11/a%20b.parquet`, createHash('sha256').update(CONTENT).digest('hex')])
  expect([...store.objects]).toEqual([['/cold/noroshi/north/2026/11/a b.parquet', CONTENT]])
  expect(readdirSync(staging)).toEqual([])
  await removeCold(file, retention)
  await removeCold(file, retention)
  expect(store.objects.size).toBe(0)
})

test('a store that refuses, or is not the one of the settings, is told of, and nothing is left', async () => {
  const { store, retention, staging, place } = await storeOfTest()
  const { file } = await place.keep('a.parquet', write)
  store.isBroken = true
  await expect(place.keep('b.parquet', write)).rejects.toMatchObject({ code: 'cold-failed', message: expect.stringContaining('503 SlowDown: no') })
  await expect(removeCold(file, retention)).rejects.toMatchObject({ code: 'cold-failed', message: expect.stringContaining('by hand') })
  store.isBroken = false
  const other = coldPlace({ ...retention, coldStore: { ...retention.coldStore, accessKey: 'stranger' } }, staging)!
  await expect(other.keep('c.parquet', write)).rejects.toMatchObject({ message: expect.stringContaining('SignatureDoesNotMatch') })
  const lying = place.keep('d.parquet', async path => {
    await write(path)
    return '0'.repeat(64)
  })
  await expect(lying).rejects.toMatchObject({ message: expect.stringContaining('XAmzContentSHA256Mismatch') })
  await expect(removeCold('https://elsewhere.example/cold/a', retention)).rejects.toMatchObject({ message: expect.stringContaining('no store of retention.coldStore') })
  expect([[...store.objects.keys()], readdirSync(staging)]).toEqual([['/cold/noroshi/a.parquet'], []])
})

test('a folder keeps files under their names; without any place there is none', async () => {
  const cold = temporaryFolder()
  const { file } = await coldPlace({ cold, everyHours: 0, rules: [] }, '')!.keep('a.parquet', write)
  expect([file, existsSync(file)]).toEqual([join(cold, 'a.parquet'), true])
  await removeCold(file, { everyHours: 0, rules: [] })
  expect([existsSync(file), coldPlace({ everyHours: 0, rules: [] }, '')]).toEqual([false, null])
})
