import { builtinModules } from 'node:module'
import type { CodeBefore, CodeLanguage } from './code-before.ts'
import { codeIn, ownModules } from './code-before.ts'
import { NAME_SHAPES } from './ecosystem.ts'
import { isPlaceholder } from './placeholder-names.ts'
import type { NamedPackage } from './named-package.ts'
import { packageWords } from './package-words.ts'

const JAVASCRIPT = /\b(?:from|import|require\(|import\()\s{0,9}["']([^"'\n]{1,214})["']/g
/** The same outside of code that says what it is: a sentence may hold “from "here"”, too. What a tool is given begins behind its name. */
const JAVASCRIPT_LINE = /(?:^|(?<=":\s?"))[ \t>]{0,40}(?:import\b[^\n"']{0,400}\bfrom|export\b[^\n"']{0,400}\bfrom|import)[ \t]{0,9}["']([^"'\n]{1,214})["'][ \t]*;?|\brequire\(["']([^"'\n]{1,214})["']\)/gm
const PYTHON_FROM = /(?:^|(?<=":\s?"))[ \t>]{0,40}from[ \t]+([A-Za-z_][\w.]{0,100})[ \t]+import[ \t]+[\w*(]/gm
const PYTHON_IMPORT = /^[ \t>]{0,40}import[ \t]+(?=[A-Za-z_])/gm
/** A module of an import, and the sign that one more follows: what stands behind is code, and no sentence. */
const PYTHON_MODULE = /([A-Za-z_][\w.]{0,100})(?:[ \t]{1,9}as[ \t]{1,9}\w{1,60})?[ \t]{0,9}(?:(,)[ \t]{0,9}|(?=[;#\r\n]|$))/y
const GO = /^[ \t]{0,40}(?:import[ \t]+)?(?:[\w.]{1,40}[ \t]+)?"([a-z0-9-]+(?:\.[a-z0-9-]+)+\/[\w./~-]{1,200})"[ \t]*(?:\/\/.*)?$/gm
const RUST = /^[ \t]{0,40}(?:pub[ \t]+)?(?:use[ \t]+(?:::)?([a-z_]\w{0,63})(?=::|[ \t]*;|[ \t]+as\b)|extern[ \t]+crate[ \t]+([a-z_]\w{0,63}))/gm
const RUBY = /^[ \t]{0,40}require[ \t]+["']([\w./-]{1,100})["']/gm

const MAYBE_IMPORT = /\b(?:import|from|require|use|extern)\b|"/

const RUST_OWN: ReadonlySet<string> = new Set(['std', 'core', 'alloc', 'crate', 'self', 'super', 'proc_macro', 'test'])
const NODE_OWN: ReadonlySet<string> = new Set(builtinModules)
/** Names that a builder gives to a project's own folders, and those of other engines. */
const ALIAS = /^(?:[.~#/$%]|@\/|[a-z]{2,}:)/i
/** Modules that an import names at most. */
const MOST_MODULES = 50

/** Whether a module is one that the program has itself, as far as was said before a place. */
type IsOwn = (module: string, at: number) => boolean

/**
 * Packages that code in an answer imports, of Python, JavaScript, Go, Rust and Ruby; what comes with the language, and modules of the program itself, as far as
 * it was said before, are none. What can be told from no other language by its words counts in code of that language only.
 */
export function* importedPackages(text: string, before: CodeBefore): Iterable<NamedPackage> {
  if (!MAYBE_IMPORT.test(text)) return
  const modules = ownModules(text)
  for (const { start, end, language } of codeIn(text, before)) {
    const isOwn: IsOwn = (module, at) => before.knows(module) || (modules.get(module) ?? Infinity) < at + start
    for (const each of ofCode(text.slice(start, end), language, isOwn)) {
      if (NAME_SHAPES[each.ecosystem].test(each.name) && !isPlaceholder(each.name)) yield { ...each, start: each.start + start, end: each.end + start }
    }
  }
}

function* ofCode(code: string, language: CodeLanguage, isOwn: IsOwn): Iterable<NamedPackage> {
  const isUnsaid = language === null || language === ''
  if (isUnsaid || /^(?:py\w*|python\w*|ipython)$/.test(language)) yield* ofPython(code, !isUnsaid, isOwn)
  if (isUnsaid || /^(?:js\w*|ts\w*|javascript|typescript|mjs|cjs|vue|svelte|html|astro)$/.test(language)) yield* ofJavaScript(code, isUnsaid ? JAVASCRIPT_LINE : JAVASCRIPT)
  if (/^(?:go|golang)$/.test(language ?? '')) for (const match of code.matchAll(GO)) yield placed('go', match, match[1] ?? '')
  if (/^(?:rs|rust)$/.test(language ?? '')) {
    for (const match of code.matchAll(RUST)) {
      const name = match[1] ?? match[2] ?? ''
      if (!RUST_OWN.has(name) && !isOwn(name, match.index)) yield placed('cargo', match, name)
    }
  }
  if (/^(?:rb|ruby)$/.test(language ?? '')) {
    for (const match of code.matchAll(RUBY)) {
      const [name, first] = [match[1] ?? '', (match[1] ?? '').split('/')[0]!]
      if (!name.startsWith('.') && !packageWords().rubyStandard.has(first) && !isOwn(first, match.index)) yield placed('gem', match, name)
    }
  }
}

function* ofPython(code: string, isSaid: boolean, isOwn: IsOwn): Iterable<NamedPackage> {
  const { pythonStandard, own } = packageWords()
  const isForeign = (first: string, at: number) => !pythonStandard.has(first) && !own.has(first.toLowerCase()) && !first.startsWith('_') && !isOwn(first, at)
  for (const match of code.matchAll(PYTHON_FROM)) {
    const first = (match[1] ?? '').split('.')[0]!
    if (isForeign(first, match.index)) yield placed('pypi', match, first)
  }
  if (!isSaid) return
  for (const match of code.matchAll(PYTHON_IMPORT)) {
    const modules = new RegExp(PYTHON_MODULE)
    modules.lastIndex = match.index + match[0].length
    for (let count = 0; count < MOST_MODULES; count++) {
      const module = modules.exec(code)
      if (module === null) break
      const first = (module[1] ?? '').split('.')[0]!
      if (isForeign(first, match.index)) yield { ecosystem: 'pypi', name: first, start: module.index, end: module.index + first.length, isImport: true }
      if (module[2] === undefined) break
    }
  }
}

function* ofJavaScript(code: string, pattern: RegExp): Iterable<NamedPackage> {
  for (const match of code.matchAll(pattern)) {
    const path = (match[1] ?? match[2] ?? '').trim()
    if (ALIAS.test(path)) continue
    const [first, ...below] = path.split('/')
    const name = path.startsWith('@') ? `${first}/${below[0] ?? ''}` : first!
    // Of folders that a builder looks into.
    if (NODE_OWN.has(name) || (below.length > 0 && packageWords().own.has(name.toLowerCase()))) continue
    yield placed('npm', match, name)
  }
}

function placed(ecosystem: NamedPackage['ecosystem'], match: RegExpExecArray, name: string): NamedPackage {
  const start = match.index + Math.max(0, match[0].search(new RegExp(`(?<![\\w.])${RegExp.escape(name)}`)))
  return { ecosystem, name, start, end: start + name.length, isImport: true }
}
