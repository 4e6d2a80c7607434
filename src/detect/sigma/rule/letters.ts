/**
 * Lower case, one character at a time, so that equal texts stay equal wherever they stand in a longer one and every character keeps
 * its place: `ς` at the end of a word is `σ`, and `İ`, whose lower case is two characters, stays as it is.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length && !lower.includes('ς')) return lower
  return text.replace(/[^İ]+/g, run => run.toLowerCase()).replaceAll('ς', 'σ')
}

/** The characters that begin an option of a Windows command (specification, `windash`): hyphen, slash, en and em dash, horizontal bar. */
export const DASHES = ['-', '/', '–', '—', '―'] as const

const anyDash = /[/–—―]/g

/** Writes every dash as a hyphen: two texts that differ only in which dash they use become equal. */
export function levelDashes(text: string): string {
  return text.replace(anyDash, '-')
}
