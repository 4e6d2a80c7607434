import { MOST_STYLE_RULES } from '../defaults.ts'
import type { Declarations } from './seen-style.ts'
import { declarationsOf } from './seen-style.ts'

interface StyleRule {
  readonly element: string | null
  readonly id: string | null
  readonly classes: readonly string[]
  readonly declared: Declarations
}

/** A page has few rules of one class and elements of few classes; more would make reading slow. */
const MOST_OF_ONE_KEY = 64
const MOST_CLASSES = 32
const SELECTOR = /^(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)$/i

/** The rules of a page's own styles whose selectors are one element, id or classes; others, and those for print or screens of one kind, are left. */
export class StyleSheet {
  /** By what an element must have: its id, its first class, or its name; `*` for all. */
  readonly #rules = new Map<string, StyleRule[]>()
  #count = 0

  add(text: string): void {
    const plain = text.replaceAll(/\/\*[^]*?(?:\*\/|$)/g, ' ')
    let at = 0
    while (this.#count < MOST_STYLE_RULES) {
      const open = plain.indexOf('{', at)
      if (open < 0) return
      const selectors = plain.slice(at, open).trim()
      const close = selectors.startsWith('@') ? endOfBlock(plain, open) : plain.indexOf('}', open)
      if (!selectors.startsWith('@')) this.#addRule(selectors, plain.slice(open + 1, close < 0 ? plain.length : close))
      if (close < 0) return
      at = close + 1
    }
  }

  /** What is declared for an element, later rules over earlier ones. */
  declaredFor(name: string, id: string | undefined, classes: readonly string[]): Map<string, string> {
    const declared = new Map<string, string>()
    const keys = ['*', name, ...classes.slice(0, MOST_CLASSES).map(each => `.${each}`), ...(id === undefined ? [] : [`#${id}`])]
    for (const rule of keys.flatMap(key => this.#rules.get(key) ?? [])) {
      if (rule.element !== null && rule.element !== name) continue
      if (rule.id !== null && rule.id !== id) continue
      if (!rule.classes.every(each => classes.includes(each))) continue
      for (const [property, value] of rule.declared) declared.set(property, value)
    }
    return declared
  }

  #addRule(selectors: string, body: string): void {
    const declared = declarationsOf(body)
    for (const selector of selectors.split(',')) {
      const found = SELECTOR.exec(selector.trim())
      if (found === null || found[0] === '') continue
      const marks = found[2]!.match(/[.#][\w-]+/g) ?? []
      const element = found[1] === undefined || found[1] === '*' ? null : found[1].toLowerCase()
      const id = marks.find(mark => mark.startsWith('#'))
      const classes = marks.filter(mark => mark.startsWith('.'))
      const key = id ?? classes[0] ?? element ?? '*'
      const known = this.#rules.get(key) ?? []
      if (known.length === MOST_OF_ONE_KEY) continue
      this.#count++
      this.#rules.set(key, [...known, { element, id: id?.slice(1) ?? null, classes: classes.map(mark => mark.slice(1)), declared }])
    }
  }
}

function endOfBlock(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}
