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

/** The public sets hold hardly any benign texts but English ones: without ours a language would become a mark of hostility. */
export function ownRows(): OwnRow[] {
  return [...pages(), ...[ORDINARY_SET, ATTACK_SET].flatMap(source => readdirSync(join(GUARD_DIRECTORY, source)).sort().flatMap(file =>
    readFileSync(join(GUARD_DIRECTORY, source, file), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
      .map(text => ({ source, isHostile: source === ATTACK_SET, text, language: basename(file, '.txt'), canonical: canonicalise(text) }))))]
}

/** What people paste into a prompt, with links, pictures and code: our own documentation and that of libraries, in pieces. */
function pages(): OwnRow[] {
  return [...ourPages(), ...libraryPages()].flatMap(page => Array.from({ length: Math.ceil(page.length / PAGE_CHARACTERS) }, (_, index) => page.slice(index * PAGE_CHARACTERS, (index + 1) * PAGE_CHARACTERS)))
    .map(text => ({ source: ORDINARY_SET, isHostile: false, text, language: 'pages', canonical: canonicalise(text) }))
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
  return globSync(['*/*.md', '@*/*/*.md'], { cwd: LIBRARIES }).sort().filter(file => (createHash('sha256').update(dirname(file)).digest()[0]! % 3 === 0) === isMeasured)
    .map(file => readFileSync(join(LIBRARIES, file), 'utf8'))
}
