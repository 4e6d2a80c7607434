import { createHash } from 'node:crypto'
import type { Decoder } from '../../model/decoder.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { StoredEvidence } from '../../store/ledger/stored-evidence.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { openMember } from '../evidence/open-member.ts'
import type { IngestStore } from './ingest-store.ts'
import { MemberLocators } from './member-locators.ts'

export interface ContentOptions {
  readonly decoders: readonly Decoder[]
  readonly archives: DiscoverOptions
}

/** Bytes of stored evidence, decompressed. A consumer may keep them. */
export type Content = AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined>

/** All of it, held against its SHA-256 at the end. @throws NoroshiError `no-such-evidence` when no blob holds it any more; at its end `custody-broken` */
export async function storedContent(store: IngestStore, evidence: StoredEvidence, options: ContentOptions): Promise<Content> {
  return verified(evidence.sha256, await storedBytes(store, evidence, 0, evidence.bytes, options))
}

/** The bytes [from, to). A member that is not seekable is decompressed up to there. @throws NoroshiError `no-such-evidence` */
export async function storedBytes(
  { custody }: IngestStore, { sha256, paths }: StoredEvidence, from: number, to: number, { decoders, archives }: ContentOptions,
): Promise<Content> {
  const locators = new MemberLocators(blob => custody.store.pathOf(blob), archives)
  const locator = await locators.find(sha256, paths.filter(({ blob }) => custody.register.isStored(blob)), decoders)
  if (locator === null) throw new NoroshiError('no-such-evidence', `no stored blob holds ${sha256} any more`)
  // Damage that was there at first sight lies behind the evidence's last byte; any other shows in what is read.
  return copied(openMember(locator, from, to, () => {}))
}

async function* copied(blocks: AsyncIterable<Uint8Array>): Content {
  for await (const block of blocks) yield new Uint8Array(block)
}

async function* verified(sha256: string, blocks: Content): Content {
  const hash = createHash('sha256')
  for await (const block of blocks) {
    hash.update(block)
    yield block
  }
  if (hash.digest('hex') !== sha256) throw new NoroshiError('custody-broken', `the stored bytes do not have the SHA-256 ${sha256} any more`)
}
