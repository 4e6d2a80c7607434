import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RetentionConfiguration } from '../../platform/config/retention-schema.ts'
import { readSecret } from '../../platform/config/secret-reference.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { ObjectStore } from '../../platform/object-store/object-store.ts'

/** A cold file, where it is to stay. */
export interface ColdFile {
  /** Its path, or its URL. */
  readonly file: string
  readonly sha256: string
}

/** Where events go that leave the event store. */
export interface ColdPlace {
  /**
   * @param name with slashes, below the place
   * @param write makes the file at a path, and answers its SHA-256
   * @throws NoroshiError `cold-failed`, and what `write` throws; nothing is left then
   */
  keep(name: string, write: (path: string) => Promise<string>): Promise<ColdFile>
}

/** @param staging a folder for what is on its way; null where nothing is to go anywhere */
export function coldPlace({ cold, coldStore }: RetentionConfiguration, staging: string): ColdPlace | null {
  if (coldStore !== undefined) return inStore(storeOf(coldStore), coldStore.prefix, staging)
  if (cold === undefined) return null
  return {
    keep: async (name, write) => {
      const file = join(cold, name)
      return { file, sha256: await write(file) }
    },
  }
}

/** Removes a cold file, wherever it is. @throws NoroshiError `cold-failed` when the store that has it is none of the settings, or refuses */
export async function removeCold(file: string, { coldStore }: RetentionConfiguration): Promise<void> {
  if (!/^https?:/.test(file)) return rm(file, { force: true })
  const store = coldStore === undefined ? null : storeOf(coldStore)
  if (store === null || !store.has(file)) throw new NoroshiError('cold-failed', `the cold object ${file} lies in no store of retention.coldStore`)
  await store.remove(file).catch((cause: unknown) => { throw new NoroshiError('cold-failed', `the cold object ${file} cannot be removed: ${messageOf(cause)}. Its evidence is deleted: remove it by hand`, { cause }) })
}

/** Reads a cold file, wherever it is: what lies in a store is fetched into the folder first, and removed behind. @throws NoroshiError `cold-failed`; what `read` throws */
export async function withColdFile(file: string, { coldStore }: RetentionConfiguration, staging: string, read: (path: string) => Promise<void>): Promise<void> {
  if (!/^https?:/.test(file)) return read(file)
  const store = coldStore === undefined ? null : storeOf(coldStore)
  if (store === null || !store.has(file)) throw new NoroshiError('cold-failed', `the cold object ${file} lies in no store of retention.coldStore`)
  const path = join(staging, `cold-${randomUUID()}.parquet`)
  try {
    await store.get(file, path).catch((cause: unknown) => { throw new NoroshiError('cold-failed', `the cold object ${file} cannot be read: ${messageOf(cause)}`, { cause }) })
    await read(path)
  } finally {
    await rm(path, { force: true })
  }
}

function inStore(store: ObjectStore, prefix: string, staging: string): ColdPlace {
  return {
    keep: async (name, write) => {
      const path = join(staging, name.replaceAll('/', '-'))
      const key = `${prefix}${name}`
      try {
        const sha256 = await write(path)
        const { size } = await stat(path)
        await store.put(key, { path, bytes: size, sha256 }).catch((cause: unknown) => {
          throw new NoroshiError('cold-failed', `the cold object ${store.urlOf(key)} cannot be written: ${messageOf(cause)}`, { cause })
        })
        return { file: store.urlOf(key), sha256 }
      } finally {
        await rm(path, { force: true })
      }
    },
  }
}

function storeOf({ endpoint, region, bucket, authority, accessKey, secretKey, sessionToken }: NonNullable<RetentionConfiguration['coldStore']>): ObjectStore {
  return new ObjectStore({
    endpoint, region, bucket, authority,
    credentials: () => ({ accessKey, secretKey: readSecret(secretKey), sessionToken: sessionToken === undefined ? undefined : readSecret(sessionToken) }),
  })
}
