import { packageWords } from './package-words.ts'

/** Whether a name stands for another that the reader is to put in. */
export function isPlaceholder(name: string): boolean {
  const plain = name.toLowerCase()
  return packageWords().placeholders.has(plain.replace(/^.*\//, '')) || /^(?:your|my|some)[-_]|[-_]name$|^example\.com/.test(plain) || (name.length > 3 && name === name.toUpperCase() && /^[A-Z_]+$/.test(name))
}
