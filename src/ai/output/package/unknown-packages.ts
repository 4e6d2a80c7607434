import type { CodeBefore } from './code-before.ts'
import { MOST_HINTS, MOST_UNKNOWN } from './defaults.ts'
import { importedPackages } from './imported-packages.ts'
import { installedPackages } from './installed-packages.ts'
import type { KnownPackages } from './known-packages.ts'
import { manifestPackages } from './manifest-packages.ts'
import type { NamedPackage } from './named-package.ts'

/** A package that an answer names and the list does not, and the known one that is nearest to it. */
export interface UnknownPackage extends NamedPackage {
  readonly nearest: string | null
}

/**
 * Packages that an answer has installed, imports or lists and that are not known: models make up names that sound right, and somebody may have published one of them since
 * (Spracklen et al., “We Have a Package for You!”, USENIX Security 2025).
 */
export function unknownPackages(text: string, known: KnownPackages, before: CodeBefore): UnknownPackage[] {
  const found = new Map<string, UnknownPackage>()
  for (const names of [installedPackages(text), importedPackages(text, before), manifestPackages(text, before)]) {
    for (const each of names) {
      const { ecosystem, name, isImport } = each
      if (!known.covers(ecosystem) || found.has(`${ecosystem} ${name}`)) continue
      if (isImport ? known.hasImport(ecosystem, name) : known.has(ecosystem, name) || (ecosystem === 'go' && known.hasImport(ecosystem, name))) continue
      found.set(`${ecosystem} ${name}`, { ...each, nearest: found.size < MOST_HINTS ? known.nearest(ecosystem, name) : null })
      if (found.size >= MOST_UNKNOWN) return [...found.values()]
    }
  }
  return [...found.values()]
}
