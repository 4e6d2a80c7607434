import { builtinModules } from 'node:module'
import { NAME_SHAPES } from './ecosystem.ts'
import { isPlaceholder } from './placeholder-names.ts'
import type { NamedPackage } from './named-package.ts'
import { packageWords } from './package-words.ts'

/** What code in an answer is written in, by the word behind its fence; null: none is open, or it says nothing. */
export type CodeLanguage = string | null

const JAVASCRIPT = /\b(?:from|import|require\(|import\()\s{0,9}["']([^"'\n]{1,214})["']/g
const PYTHON_FROM = /^[ \t>]{0,40}from[ \t]+([A-Za-z_][\w.]{0,100})[ \t]+import[ \t]+[\w*(]/gm
const PYTHON_IMPORT = /^[ \t>]{0,40}import[ \t]+([A-Za-z_][\w.]{0,100}(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[A-Za-z_][\w.]{0,100}(?:[ \t]+as[ \t]+\w+)?){0,20})[ \t]*(?:#.*)?$/gm
const GO = /^[ \t]{0,40}(?:import[ \t]+)?(?:[\w.]{1,40}[ \t]+)?"([a-z0-9-]+(?:\.[a-z0-9-]+)+\/[\w./~-]{1,200})"[ \t]*(?:\/\/.*)?$/gm
const RUST = /^[ \t]{0,40}(?:pub[ \t]+)?(?:use[ \t]+(?:::)?([a-z_]\w{0,63})(?=::|[ \t]*;|[ \t]+as\b)|extern[ \t]+crate[ \t]+([a-z_]\w{0,63}))/gm
const RUBY = /^[ \t]{0,40}require[ \t]+["']([\w./-]{1,100})["']/gm
const FENCE = /^[ \t>]{0,8}(?:```+|~~~+)[ \t]{0,4}([\w+#.-]{0,20})[^\n`]*$/gm

const RUST_OWN: ReadonlySet<string> = new Set(['std', 'core', 'alloc', 'crate', 'self', 'super', 'proc_macro', 'test'])
const NODE_OWN: ReadonlySet<string> = new Set(builtinModules)
/** Names that a builder gives to a project's own folders, and those of other engines. */
const ALIAS = /^(?:[.~#/$%]|@\/|[a-z]{2,}:)/i

/**
 * Packages that code in an answer imports, of Python, JavaScript, Go, Rust and Ruby; what comes with the language, and modules of the program itself, as far as
 * it is seen, are none. What can be told from no other language by its words counts in code of that language only.
 *
 * @param before in which language of code the text begins
 */
export function* importedPackages(text: string, before: CodeLanguage): Iterable<NamedPackage> {
  if (!/\b(?:import|require|use|extern)\b/.test(text)) return
  for (const { start, end, language } of codeIn(text, before)) {
    const code = text.slice(start, end)
    for (const each of ofCode(code, language)) if (NAME_SHAPES[each.ecosystem].test(each.name) && !isPlaceholder(each.name)) yield { ...each, start: each.start + start, end: each.end + start }
  }
}

/** The language of code that is open at the end of a text. */
export function languageAfter(text: string, before: CodeLanguage): CodeLanguage {
  return [...codeIn(text, before)].at(-1)?.language ?? null
}

function* codeIn(text: string, before: CodeLanguage): Iterable<{ readonly start: number; readonly end: number; readonly language: CodeLanguage }> {
  let language = before
  let start = 0
  for (const match of text.matchAll(FENCE)) {
    yield { start, end: match.index, language }
    start = match.index + match[0].length
    language = language === null ? (match[1] ?? '').toLowerCase() : null
  }
  yield { start, end: text.length, language }
}

function* ofCode(code: string, language: CodeLanguage): Iterable<NamedPackage> {
  if (/^(?:py\w*|python\w*|ipython|)$/.test(language ?? '')) yield* ofPython(code, language !== null && language !== '')
  if (/^(?:js\w*|ts\w*|javascript|typescript|mjs|cjs|vue|svelte|html|astro|)$/.test(language ?? '')) yield* ofJavaScript(code)
  if (/^(?:go|golang|)$/.test(language ?? '')) for (const match of code.matchAll(GO)) yield placed('go', match, match[1] ?? '')
  if (/^(?:rs|rust)$/.test(language ?? '')) {
    for (const match of code.matchAll(RUST)) {
      const name = match[1] ?? match[2] ?? ''
      if (!RUST_OWN.has(name) && !new RegExp(`\\bmod\\s+${name}\\b`).test(code)) yield placed('cargo', match, name)
    }
  }
  if (/^(?:rb|ruby)$/.test(language ?? '')) {
    for (const match of code.matchAll(RUBY)) {
      const name = match[1] ?? ''
      if (!name.startsWith('.') && !packageWords().rubyStandard.has(name.split('/')[0]!)) yield placed('gem', match, name)
    }
  }
}

function* ofPython(code: string, isSaid: boolean): Iterable<NamedPackage> {
  const { pythonStandard, own } = packageWords()
  const isForeign = (module: string) => {
    const first = module.split('.')[0]!
    return !pythonStandard.has(first) && !own.has(first.toLowerCase()) && !first.startsWith('_') && !new RegExp(`\\b${first}\\.py\\b|\\b${first}/`).test(code)
  }
  for (const match of code.matchAll(PYTHON_FROM)) if (isForeign(match[1] ?? '')) yield placed('pypi', match, (match[1] ?? '').split('.')[0]!)
  if (!isSaid) return
  for (const match of code.matchAll(PYTHON_IMPORT)) {
    for (const each of (match[1] ?? '').split(',')) {
      const name = each.trim().split(/[ \t.]/)[0]!
      if (isForeign(name)) yield placed('pypi', match, name)
    }
  }
}

function* ofJavaScript(code: string): Iterable<NamedPackage> {
  for (const match of code.matchAll(JAVASCRIPT)) {
    const path = match[1] ?? ''
    if (ALIAS.test(path)) continue
    const name = path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/')
    if (!NODE_OWN.has(name)) yield placed('npm', match, name)
  }
}

function placed(ecosystem: NamedPackage['ecosystem'], match: RegExpExecArray, name: string): NamedPackage {
  const start = match.index + Math.max(0, match[0].search(new RegExp(`(?<![\\w.])${RegExp.escape(name)}`)))
  return { ecosystem, name, start, end: start + name.length, isImport: true }
}
