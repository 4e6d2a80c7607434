import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import type { DecodeError, Decoder } from '../../model/decoder.ts'
import type { Discovered, DiscoverOptions } from './discover.ts'
import { discover } from './discover.ts'
import type { UnpackLimits } from './defaults.ts'
import type { MemberLocator } from './member-locator.ts'
import { openMember } from './open-member.ts'

/** Writes a file that is gone when the test has finished; answers its path. */
export function writeEvidence(content: Uint8Array): string {
  const path = join(temporaryFolder(), 'evidence')
  writeFileSync(path, content)
  return path
}

export type ZipOptions = NonNullable<ConstructorParameters<typeof ZipWriter>[1]>

/** A ZIP archive of these entries, in this order. */
export async function zipOf(entries: Readonly<Record<string, Uint8Array>>, options: ZipOptions = {}): Promise<Uint8Array> {
  const archive = new ZipWriter(new Uint8ArrayWriter(), { keepOrder: true, ...options })
  for (const [name, content] of Object.entries(entries)) await archive.add(name, new Uint8ArrayReader(content))
  return archive.close()
}

export async function discoverAll(path: string, options: DiscoverOptions = {}): Promise<Discovered[]> {
  const found: Discovered[] = []
  for await (const each of discover([path], options)) found.push(each)
  return found
}

/** The only member under a path. */
export async function onlyMember(path: string, options: DiscoverOptions = {}): Promise<MemberLocator> {
  const [found, ...others] = await discoverAll(path, options)
  if (found?.kind !== 'member' || others.length > 0) throw new Error(`not one member: ${JSON.stringify([found, ...others])}`)
  return found.locator
}

export interface ReadAll {
  readonly content: Buffer
  readonly errors: readonly DecodeError[]
}

export async function readAll(locator: MemberLocator, from = 0, to = Infinity, limits?: UnpackLimits): Promise<ReadAll> {
  const errors: DecodeError[] = []
  const blocks: Uint8Array[] = []
  for await (const block of openMember(locator, from, to, error => errors.push(error), limits)) blocks.push(new Uint8Array(block))
  return { content: Buffer.concat(blocks), errors }
}

/** Takes anything, in one chunk per megabyte. */
export const anyDecoder: Decoder = {
  format: 'any',
  recognises: () => true,
  planner() {
    let bytes = 0
    return {
      push(block) { bytes += block.length },
      end: () => Array.from({ length: Math.ceil(bytes / 1e6) }, (_, number) => {
        return { number, from: number * 1e6, to: Math.min(bytes, (number + 1) * 1e6), firstRecord: 0 }
      }),
    }
  },
  async* decode() {},
}

/** Bytes that compress about as well as a log does. */
export function logBytes(length: number): Buffer {
  const lines: string[] = []
  for (let size = 0, i = 0; size < length; i++) {
    const second = String(i % 60).padStart(2, '0')
    const line = `2026-04-17T05:24:${second}Z host${i % 7} sshd[${(i * 7_919) % 100_003}]: Accepted password for user${i % 13}\n`
    lines.push(line)
    size += line.length
  }
  return Buffer.from(lines.join('').slice(0, length))
}
