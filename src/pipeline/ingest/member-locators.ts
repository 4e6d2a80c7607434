import type { Decoder } from '../../model/decoder.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import type { MemberLocator } from '../evidence/member-locator.ts'
import { isSeekable } from '../evidence/member-locator.ts'
import { surveyMember } from '../evidence/survey.ts'
import type { StoredPath } from '../../store/ledger/stored-evidence.ts'
import { BLOBS_REMEMBERED, LOCATORS_REMEMBERED } from './defaults.ts'

/** Finds stored evidence again: which bytes of which blob it is. Archives are looked through once for all their members. */
export class MemberLocators {
  readonly #blobPath: (sha256: string) => string
  readonly #options: DiscoverOptions
  readonly #fresh = new Map<string, MemberLocator>()
  readonly #blobs = new Map<string, Promise<ReadonlyMap<string, readonly MemberLocator[]>>>()

  constructor(blobPath: (sha256: string) => string, options: DiscoverOptions) {
    this.#blobPath = blobPath
    this.#options = options
  }

  /** Where an evidence that was just looked into lies, until it is asked for: most are read soon, and need not be looked for. */
  remember(evidence: string, locator: MemberLocator): void {
    if (this.#fresh.size < LOCATORS_REMEMBERED) this.#fresh.set(evidence, locator)
  }

  /** What was remembered, once. */
  take(evidence: string): MemberLocator | null {
    const locator = this.#fresh.get(evidence) ?? null
    this.#fresh.delete(evidence)
    return locator
  }

  /** The quickest way to an evidence; null when none of its paths leads to it any more. */
  async find(evidence: string, paths: readonly StoredPath[], decoders: readonly Decoder[]): Promise<MemberLocator | null> {
    let slow: MemberLocator | null = null
    for (const { path, blob, member } of paths) {
      const same = (await this.#membersOf(blob)).get(member) ?? []
      // Entries of an archive may share a name; their content tells them apart.
      const locator = same.length < 2 ? same[0] : await withContent(evidence, same, decoders)
      if (locator === undefined) continue
      if (isSeekable(locator)) return { ...locator, path }
      slow ??= { ...locator, path }
    }
    return slow
  }

  #membersOf(blob: string): Promise<ReadonlyMap<string, readonly MemberLocator[]>> {
    const known = this.#blobs.get(blob) ?? this.#discover(blob)
    this.#blobs.delete(blob)
    this.#blobs.set(blob, known)
    for (const oldest of this.#blobs.keys()) {
      if (this.#blobs.size <= BLOBS_REMEMBERED) break
      this.#blobs.delete(oldest)
    }
    return known
  }

  async #discover(blob: string): Promise<ReadonlyMap<string, readonly MemberLocator[]>> {
    const file = this.#blobPath(blob)
    const members: { member: string; locator: MemberLocator }[] = []
    for await (const found of discover([file], this.#options)) {
      if (found.kind === 'member') members.push({ member: found.locator.path.slice(file.length), locator: found.locator })
    }
    return new Map([...Map.groupBy(members, ({ member }) => member)].map(([member, same]) => [member, same.map(({ locator }) => locator)]))
  }
}

async function withContent(evidence: string, locators: readonly MemberLocator[], decoders: readonly Decoder[]): Promise<MemberLocator | undefined> {
  for (const locator of locators) if ((await surveyMember(locator, decoders)).sha256 === evidence) return locator
  return undefined
}
