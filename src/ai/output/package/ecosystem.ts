/** Where packages of a kind are published. */
export const ECOSYSTEMS = ['npm', 'pypi', 'cargo', 'gem', 'go', 'composer', 'nuget', 'apt'] as const

export type Ecosystem = (typeof ECOSYSTEMS)[number]

/** As they write themselves. */
export const ECOSYSTEM_NAMES: Readonly<Record<Ecosystem, string>> = { npm: 'npm', pypi: 'PyPI', cargo: 'crates.io', gem: 'RubyGems', go: 'Go', composer: 'Packagist', nuget: 'NuGet', apt: 'apt' }

const ALSO_CALLED: Readonly<Record<string, Ecosystem>> = {
  pip: 'pypi', python: 'pypi', yarn: 'npm', pnpm: 'npm', node: 'npm', 'crates.io': 'cargo', crates: 'cargo', rust: 'cargo', rubygems: 'gem', ruby: 'gem', golang: 'go', packagist: 'composer', php: 'composer', dotnet: 'nuget', deb: 'apt', debian: 'apt',
  ubuntu: 'apt',
}

/** By its own name, or that of the program that installs from it. */
export function ecosystemOf(word: string): Ecosystem | null {
  const plain = word.toLowerCase()
  return ECOSYSTEMS.find(each => each === plain) ?? ALSO_CALLED[plain] ?? null
}

/**
 * A name as its ecosystem compares it: PyPI takes runs of `-`, `_` and `.` for one hyphen (PEP 503), crates.io `_` for a hyphen, Go the major version for part of the
 * path, apt what follows `:` and `=` for architecture and version. None but Go tells capitals apart so that two packages could differ by them alone.
 */
export function normalisedName(ecosystem: Ecosystem, name: string): string {
  const plain = name.trim().toLowerCase()
  switch (ecosystem) {
    case 'pypi': return /[_.]|--/.test(plain) ? plain.replaceAll(/[-_.]+/g, '-') : plain
    case 'cargo': return plain.replaceAll('_', '-')
    case 'go': return plain.replace(/\/v\d+$/, '').replace(/\/+$/, '')
    case 'apt': return plain.replace(/[:=/].*$/, '')
    case 'npm': case 'gem': case 'composer': case 'nuget': return plain
  }
}

/** What a name may look like there; what does not is a path, an address or a word to be replaced. */
export const NAME_SHAPES: Readonly<Record<Ecosystem, RegExp>> = {
  npm: /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9][\w.-]{0,213}$/i,
  pypi: /^[a-z0-9](?:[\w.-]{0,98}[a-z0-9])?$/i,
  cargo: /^[a-z][\w-]{0,63}$/i,
  gem: /^[a-z0-9_][\w.-]{0,99}$/i,
  go: /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[\w.~-]+){0,12}$/i,
  composer: /^[a-z0-9](?:[_.-]?[a-z0-9]+)*\/[a-z0-9](?:[_.-]{0,2}[a-z0-9]+)*$/i,
  nuget: /^[a-z0-9_][\w.-]{0,99}$/i,
  apt: /^[a-z0-9][a-z0-9+.-]{1,99}$/i,
}
