import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { MOST_LIST_BYTES } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { ECOSYSTEMS, ecosystemOf, NAME_SHAPES } from './ecosystem.ts'
import { KnownPackages } from './known-packages.ts'

type Named = Iterable<readonly [Ecosystem, string]>

/**
 * The packages of lists (`ecosystem name` a line) and of lock files, which are known by their names.
 *
 * @throws NoroshiError `bad-configuration` that says which file, and which line of it, cannot be read
 */
export function readPackages(paths: readonly string[]): KnownPackages {
  const known = new KnownPackages()
  for (const path of paths) {
    const before = known.size
    const text = textOf(path)
    const reader = READERS.find(({ file }) => file.test(basename(path)))?.read ?? listed
    try {
      for (const [ecosystem, name] of reader(text, path)) if (NAME_SHAPES[ecosystem].test(name)) known.add(ecosystem, name)
    } catch (cause) {
      throw cause instanceof NoroshiError ? cause : new NoroshiError('bad-configuration', `${path}: is no ${basename(path)} that can be read: ${messageOf(cause)}`, { cause })
    }
    if (known.size === before && before === 0) throw new NoroshiError('bad-configuration', `${path}: names no package; write one a line, such as \`npm express\`, or give a lock file`)
  }
  return known
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > MOST_LIST_BYTES) throw new NoroshiError('bad-configuration', `${path}: is larger than ${MOST_LIST_BYTES} bytes`)
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  } catch (cause) {
    throw cause instanceof NoroshiError ? cause : new NoroshiError('bad-configuration', `${path}: cannot be read: ${messageOf(cause)}`, { cause })
  }
}

interface Reader {
  readonly file: RegExp
  readonly read: (text: string, path: string) => Named
}

const READERS: readonly Reader[] = [
  { file: /^(?:package-lock|npm-shrinkwrap)\.json$/, read: text => npmLock(JSON.parse(text)) },
  { file: /^package\.json$/, read: text => keysOf(JSON.parse(text), ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'], 'npm') },
  { file: /^yarn\.lock$/, read: text => matches(text, /^"?((?:@[^/"\s@,]+\/)?[^@"\s,]+)@/gm, 'npm') },
  { file: /^pnpm-lock\.ya?ml$/, read: text => matches(text, /^ {2}['"]?\/?((?:@[\w.-]+\/)?[\w.-]+)[@/]\d/gm, 'npm') },
  { file: /^bun\.lock$/, read: text => matches(text, /\["((?:@[\w.-]+\/)?[\w.-]+)@\d/g, 'npm') },
  { file: /^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/, read: text => matches(text, /^[ \t]*([A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?:[=<>~!;@#\\]|$)/gm, 'pypi') },
  { file: /^Pipfile\.lock$/, read: text => keysOf(JSON.parse(text), ['default', 'develop'], 'pypi') },
  { file: /^(?:poetry|uv|pdm)\.lock$/, read: text => matches(text, /^name = "([^"\n]+)"/gm, 'pypi') },
  { file: /^Cargo\.lock$/, read: text => matches(text, /^name = "([^"\n]+)"/gm, 'cargo') },
  { file: /^Gemfile\.lock$/, read: text => matches(text, /^ {4}([\w.-]+)(?: \(|$)/gm, 'gem') },
  { file: /^go\.sum$/, read: text => matches(text, /^(\S+) v\d/gm, 'go') },
  { file: /^go\.mod$/, read: text => matches(text, /^(?:require[ \t]+|[ \t]+)?([\w.-]+\.[\w.-]+\/\S+)[ \t]+v\d/gm, 'go') },
  { file: /^composer\.lock$/, read: text => namesOf(JSON.parse(text), ['packages', 'packages-dev'], 'composer') },
  { file: /^packages\.lock\.json$/, read: text => nugetLock(JSON.parse(text)) },
  { file: /\.(?:cs|fs|vb)proj$|^Directory\.Packages\.props$/, read: text => matches(text, /<Package(?:Reference|Version)\s[^>]{0,200}?Include="([^"\n]+)"/g, 'nuget') },
]

function* matches(text: string, pattern: RegExp, ecosystem: Ecosystem): Named {
  for (const [, name] of text.matchAll(pattern)) if (name !== undefined) yield [ecosystem, name]
}

/** Comments begin with `#`. */
function* listed(text: string, path: string): Named {
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*$/, '').trim()
    if (words === '') continue
    const [first = '', name, ...rest] = words.split(/\s+/)
    const ecosystem = ecosystemOf(first)
    if (ecosystem === null || name === undefined || rest.length > 0) throw new NoroshiError('bad-configuration', `${path}:${index + 1}: is no line like \`npm express\`; ecosystems are ${ECOSYSTEMS.join(', ')}`)
    if (!NAME_SHAPES[ecosystem].test(name)) throw new NoroshiError('bad-configuration', `${path}:${index + 1}: is no name of ${ecosystem}`)
    yield [ecosystem, name]
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) as unknown : undefined
}

function keys(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function* keysOf(value: unknown, members: readonly string[], ecosystem: Ecosystem): Named {
  for (const each of members) for (const name of keys(member(value, each))) yield [ecosystem, name]
}

/** Of versions 2 and 3 the folders, of version 1 the tree. */
function* npmLock(value: unknown): Named {
  for (const folder of keys(member(value, 'packages'))) if (folder.includes('node_modules/')) yield ['npm', folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)]
  const waiting = [member(value, 'dependencies')]
  for (let tree = waiting.pop(); tree !== undefined; tree = waiting.pop()) {
    for (const name of keys(tree)) {
      yield ['npm', name]
      const below = member(member(tree, name), 'dependencies')
      if (below !== undefined) waiting.push(below)
    }
  }
}

function* namesOf(value: unknown, members: readonly string[], ecosystem: Ecosystem): Named {
  for (const each of members) {
    const list = member(value, each)
    for (const entry of Array.isArray(list) ? list : []) {
      const name = member(entry, 'name')
      if (typeof name === 'string') yield [ecosystem, name]
    }
  }
}

function* nugetLock(value: unknown): Named {
  const frameworks = member(value, 'dependencies')
  for (const framework of keys(frameworks)) for (const name of keys(member(frameworks, framework))) yield ['nuget', name]
}
