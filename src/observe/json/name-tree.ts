import type { Fields } from '../../model/value.ts'
import { REMEMBERED_MEMBERS, REMEMBERED_NAMES } from './defaults.ts'

/** What is known of records by their names in their order, which records of a log share: found by following the names, without making a text of them. */
export class NameTree<Known> {
  readonly #make: (names: readonly string[]) => Known
  #root: NameNode<Known> = newNode()
  #size = 0

  /** @param make what is known of records with these names */
  constructor(make: (names: readonly string[]) => Known) {
    this.#make = make
  }

  /** Of a record with too many or too long names it is made anew each time. */
  of(record: Fields): Known {
    let node = this.#root
    let depth = 0
    for (const name in record) {
      if (name === node.nextName && node.next !== null) node = node.next
      else {
        const longer = this.#longer(node, name, depth)
        if (longer === null) return this.#make(Object.keys(record))
        node = longer
      }
      depth++
    }
    return (node.known ??= { value: this.#make(Object.keys(record)) }).value
  }

  #longer(node: NameNode<Known>, name: string, depth: number): NameNode<Known> | null {
    let longer = node.longer.get(name)
    if (longer === undefined) {
      if (name.length > MAX_NAME_LENGTH || depth >= REMEMBERED_MEMBERS) return null
      if (++this.#size > REMEMBERED_NAMES) this.#forget()
      longer = newNode()
      node.longer.set(name, longer)
    }
    node.nextName = name
    node.next = longer
    return longer
  }

  #forget(): void {
    this.#size = 0
    this.#root = newNode()
  }
}

interface NameNode<Known> {
  /** The one that was asked for last: nearly always the next one asked for. */
  next: NameNode<Known> | null
  nextName: string
  readonly longer: Map<string, NameNode<Known>>
  known: { readonly value: Known } | null
}

function newNode<Known>(): NameNode<Known> {
  return { next: null, nextName: '', longer: new Map(), known: null }
}

/** UTF-16 units of a name that is remembered. */
const MAX_NAME_LENGTH = 256
