import type { FieldValue } from '../../model/value.ts'
import { MAX_PAIRS } from './defaults.ts'

/** A key and its `=`, after a blank or at the start. A `=` in a value is escaped, so that its word is no key. */
const KEY = /(?:^|\s)([\w.[\]-]{1,128})=/g

/** The extension of a CEF message: keys and values that may hold blanks; a value ends where the next key begins. ArcSight's CEF guide, "Character encoding". */
export function readExtension(text: string): [string, FieldValue][] {
  const found: [string, FieldValue][] = []
  let name: string | undefined
  let from = 0
  const endValue = (to: number): void => {
    const value = text.slice(from, to).trim()
    if (name !== undefined && value !== '') found.push([name, unescaped(value)])
  }
  KEY.lastIndex = 0
  for (let key = KEY.exec(text); key !== null && found.length < MAX_PAIRS; key = KEY.exec(text)) {
    endValue(key.index)
    name = key[1]
    from = key.index + key[0].length
    // The blank after an empty value also begins the next key.
    KEY.lastIndex = from
  }
  endValue(text.length)
  return found
}

function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\([\\=nr|])/g, (_, letter: string) => letter === 'n' ? '\n' : letter === 'r' ? '\r' : letter) : value
}
