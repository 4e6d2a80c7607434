import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { MOST_LIST_BYTES, ODD_LINES_IN } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { ECOSYSTEMS, ecosystemOf, NAME_SHAPES } from './ecosystem.ts'
import { KnownPackages } from './known-packages.ts'

type Named = Iterable<readonly [Ecosystem, string]>

/**
 * The packages of lists and of lock files, which are known by their names. A list has `ecosystem name` a line, or, where its own name begins with the ecosystem
 * (`npm.txt`, `pypi-own.json`), a name a line; or it is JSON as registries publish it.
 *
 * @throws NoroshiError `bad-configuration` that says which file, and which line of it, cannot be read
 */
export function readPackages(paths: readonly string[]): KnownPackages {
  return new KnownPackages(namesIn(paths))
}

function* namesIn(paths: readonly string[]): Named {
  for (const path of paths) {
    const text = textOf(path)
    const reader = READERS.find(({ file }) => file.test(basename(path)))?.read ?? (/^\s*[{[]/.test(text.slice(0, 1_000)) ? published : listed)
    let names = 0
    try {
      for (const each of reader(text, path)) {
        names++
        yield each
      }
    } catch (cause) {
      throw cause instanceof NoroshiError ? cause : new NoroshiError('bad-configuration', `${path}: is no ${basename(path)} that can be read: ${messageOf(cause)}`, { cause })
    }
    if (names === 0) throw new NoroshiError('bad-configuration', `${path}: names no package; write one a line, such as \`npm express\`, or give a lock file`)
  }
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > MOST_LIST_BYTES) throw new NoroshiError('bad-configuration', `${path}: is larger than ${MOST_LIST_BYTES} bytes`)
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '')
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
  // A scope with a registry of its own is the organisation's.
  { file: /^\.npmrc$/, read: text => [...text.matchAll(/^[ \t]*(@[\w.~-]+):registry[ \t]*=/gm)].map(([, scope]) => ['npm', `${scope}/*`] as const) },
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
  { file: /^composer\.json$/, read: text => keysOf(JSON.parse(text), ['require', 'require-dev'], 'composer') },
  { file: /^composer\.lock$/, read: text => namesOf(JSON.parse(text), ['packages', 'packages-dev'], 'composer') },
  { file: /^packages\.lock\.json$/, read: text => nugetLock(JSON.parse(text)) },
  { file: /\.(?:cs|fs|vb)proj$|^Directory\.Packages\.props$/, read: text => matches(text, /<Package(?:Reference|Version)\s[^>]{0,200}?Include="([^"\n]+)"/g, 'nuget') },
]

function* matches(text: string, pattern: RegExp, ecosystem: Ecosystem): Named {
  for (const [, name] of text.matchAll(pattern)) if (name !== undefined) yield [ecosystem, name]
}

/** Comments begin with `#`; `*` at the end of a name stands for any rest. */
function* listed(text: string, path: string): Named {
  const own = ecosystemOfFile(path)
  let names = 0
  let odd: string | null = null
  let oddities = 0
  let number = 0
  for (let start = 0, end = 0; end < text.length; start = end + 1) {
    end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    number++
    const words = text.slice(start, end).replace(/#[^]*$/, '').trim()
    // RubyGems begins its list so.
    if (words === '' || words === '---') continue
    const [first = '', second, ...rest] = words.split(/\s+/)
    const [ecosystem, name] = second === undefined ? [own, first] : [ecosystemOf(first), second]
    if (ecosystem === null || rest.length > 0) throw new NoroshiError('bad-configuration', `${path}:${number}: is no line like \`npm express\`; ecosystems are ${ECOSYSTEMS.join(', ')}; where the file's name begins with one (npm.txt), a line is a name`)
    if (isName(ecosystem, name)) {
      names++
      yield [ecosystem, name]
    } else {
      oddities++
      odd ??= `${path}:${number}: is no name of ${ecosystem}`
    }
  }
  if (odd !== null && oddities * ODD_LINES_IN > names) throw new NoroshiError('bad-configuration', odd)
}

function isName(ecosystem: Ecosystem, name: string): boolean {
  return NAME_SHAPES[ecosystem].test(name) || (name.endsWith('*') && /^[@a-z0-9][\w.@/~-]*\*$/i.test(name))
}

/** By the word that its name begins with. */
function ecosystemOfFile(path: string): Ecosystem | null {
  return ecosystemOf(/^[a-z]+/i.exec(basename(path))?.[0] ?? '')
}

/** Lists as registries give them out: PyPI's simple index (PEP 691), Packagist's names, npm's rows, or names alone in a file that is called after its ecosystem. */
function* published(text: string, path: string): Named {
  const value: unknown = JSON.parse(text)
  if (Array.isArray(member(value, 'projects'))) yield* namesOf(value, ['projects'], 'pypi')
  else if (Array.isArray(member(value, 'packageNames'))) yield* strings(member(value, 'packageNames'), 'composer')
  else if (Array.isArray(member(value, 'rows'))) yield* namesOf(value, ['rows'], 'npm', 'id')
  else {
    const ecosystem = ecosystemOfFile(path)
    if (ecosystem === null || !Array.isArray(value)) throw new NoroshiError('bad-configuration', `${path}: is no list of names; a file whose name begins with its ecosystem (npm.json) may hold an array of them; ecosystems are ${ECOSYSTEMS.join(', ')}`)
    yield* strings(value, ecosystem)
  }
}

function* strings(value: unknown, ecosystem: Ecosystem): Named {
  for (const name of Array.isArray(value) ? value : []) if (typeof name === 'string') yield [ecosystem, name]
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

function* namesOf(value: unknown, members: readonly string[], ecosystem: Ecosystem, called = 'name'): Named {
  for (const each of members) {
    const list = member(value, each)
    for (const entry of Array.isArray(list) ? list : []) {
      const name = member(entry, called)
      if (typeof name === 'string') yield [ecosystem, name]
    }
  }
}

function* nugetLock(value: unknown): Named {
  const frameworks = member(value, 'dependencies')
  for (const framework of keys(frameworks)) for (const name of keys(member(frameworks, framework))) yield ['nuget', name]
}
