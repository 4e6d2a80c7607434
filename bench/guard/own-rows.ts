import { createHash } from 'node:crypto'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { GUARD_DIRECTORY } from '../../src/ai/signature/load-signatures.ts'
import { canonicalise } from '../../src/ai/text/canonicalise.ts'
import type { GuardRow } from './guard-rows.ts'

/** Our own sentences, a file for each language: benign ones, many with the words of attacks, and hostile ones. */
export const ORDINARY_SET = 'ordinary'
export const ATTACK_SET = 'attacks'

/** One of our own. */
export interface OwnRow extends GuardRow {
  /** ISO 639 code. */
  readonly language: string
}

const DOCUMENTATION = join(import.meta.dirname, '../../docs')
const LIBRARIES = join(import.meta.dirname, '../../node_modules')
/** Pages about the guard itself quote attacks. */
const ABOUT_ATTACKS = /^ai/
const PAGE_CHARACTERS = 2_000
const MOST_OF_A_LIBRARY = 3 * PAGE_CHARACTERS
const FILES_OF_A_LIBRARY = 10
const LEAST_CODE = 500
const LONGEST_LINE = 300
const MEASURED_CODE_CHARACTERS = 20_000

/** The public sets hold hardly any benign texts but English ones: without ours a language would become a mark of hostility. */
export function ownRows(): OwnRow[] {
  return [...pages(), ...[ORDINARY_SET, ATTACK_SET].flatMap(source => readdirSync(join(GUARD_DIRECTORY, source)).sort().flatMap(file =>
    readFileSync(join(GUARD_DIRECTORY, source, file), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
      .map(text => ({ source, isHostile: source === ATTACK_SET, text, language: basename(file, '.txt'), canonical: canonicalise(text) }))))]
}

/** What people paste into a prompt, with links, pictures and code: our own documentation and that of libraries; and code, which tools read. In pieces. */
function pages(): OwnRow[] {
  return [...inPieces('pages', [...ourPages(), ...libraryPages()]), ...inPieces('code', librariesCode(false).map(code => code.slice(0, MOST_OF_A_LIBRARY)))]
}

function inPieces(language: string, texts: readonly string[]): OwnRow[] {
  return texts.flatMap(text => Array.from({ length: Math.ceil(text.length / PAGE_CHARACTERS) }, (_, index) => text.slice(index * PAGE_CHARACTERS, (index + 1) * PAGE_CHARACTERS)))
    .map(text => ({ source: ORDINARY_SET, isHostile: false, text, language, canonical: canonicalise(text) }))
}

function ourPages(): string[] {
  return readdirSync(DOCUMENTATION).sort().filter(file => file.endsWith('.md') && !ABOUT_ATTACKS.test(file)).map(file => readFileSync(join(DOCUMENTATION, file), 'utf8'))
}

/** The first pages of two in three of the libraries that the lock file names; the third is there to measure on. */
function libraryPages(): string[] {
  return librariesPages(false).map(page => page.slice(0, MOST_OF_A_LIBRARY))
}

/** Beginnings of pages of libraries that are left out of learning. */
export function measuredPages(): string[] {
  return librariesPages(true).map(page => page.slice(0, PAGE_CHARACTERS))
}

function librariesPages(isMeasured: boolean): string[] {
  return globSync(['*/*.md', '@*/*/*.md'], { cwd: LIBRARIES }).sort().filter(file => isOfLibraries(dirname(file), isMeasured))
    .map(file => readFileSync(join(LIBRARIES, file), 'utf8'))
}

/** Files of code of libraries that are left out of learning. */
export function measuredCode(): string[] {
  return librariesCode(true).map(code => code.slice(0, MEASURED_CODE_CHARACTERS))
}

/** Some files of each library, chosen by the hashes of their names, as people write them: what programs wrote has long lines. */
function librariesCode(isMeasured: boolean): string[] {
  const files = globSync(['*', '@*/*'].flatMap(library => ['*', '{src,lib,dist,bin,esm,types}/**/*'].map(file => `${library}/${file}.{js,mjs,cjs,ts,tsx,css,json,sh}`)), { cwd: LIBRARIES }).sort()
  const byLibrary = Map.groupBy(files, file => file.split('/').slice(0, file.startsWith('@') ? 2 : 1).join('/'))
  return [...byLibrary].filter(([library]) => isOfLibraries(library, isMeasured)).flatMap(([, own]) => own.toSorted((one, other) => hashOf(one).compare(hashOf(other))).slice(0, 5 * FILES_OF_A_LIBRARY)
    .map(file => readFileSync(join(LIBRARIES, file), 'utf8')).filter(code => code.length > LEAST_CODE && code.split('\n').every(line => line.length <= LONGEST_LINE)).slice(0, FILES_OF_A_LIBRARY))
}

function isOfLibraries(library: string, isMeasured: boolean): boolean {
  return (hashOf(library)[0]! % 3 === 0) === isMeasured
}

function hashOf(name: string): Buffer {
  return createHash('sha256').update(name).digest()
}
