import { join } from 'node:path'
import * as z from 'zod'
import { GUARD_DIRECTORY } from '../../signature/load-signatures.ts'
import { readGuardFile } from '../../signature/read-guard-file.ts'

/** Words that imports and install commands hold and that are no names of packages, or others' names. */
export interface PackageWords {
  readonly pythonStandard: ReadonlySet<string>
  readonly rubyStandard: ReadonlySet<string>
  /** Module in small letters → distribution. */
  readonly pythonDistributions: ReadonlyMap<string, string>
  readonly own: ReadonlySet<string>
  readonly placeholders: ReadonlySet<string>
  /** With these a sentence goes on behind a command: no more names follow. */
  readonly sentence: ReadonlySet<string>
}

const words = z.string().transform(text => new Set(text.split(/\s+/).filter(word => word !== '')))

const schema = z.strictObject({
  pythonStandard: words, rubyStandard: words, pythonDistributions: z.record(z.string(), z.string()).transform(record => new Map(Object.entries(record))), own: words, placeholders: words, sentence: words,
})

let read: PackageWords | null = null

/** Read once, when they are first needed. @throws NoroshiError `bad-guard-data` */
export function packageWords(): PackageWords {
  read ??= readGuardFile(join(GUARD_DIRECTORY, 'packages.yml'), schema)
  return read
}
