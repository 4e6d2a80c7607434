import type { Language } from './reason.ts'

/** The first of English and Japanese in the order of preference (RFC 9110 §12.5.4); English when neither is named. */
export function preferredLanguage(header: string): Language {
  const wishes = header.slice(0, MOST_HEADER).split(',').map(part => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const quality = parameters.map(each => /^\s*q=([\d.]+)/.exec(each)?.[1]).find(each => each !== undefined)
    return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) }
  })
  const weight = (language: Language) => Math.max(0, ...wishes.filter(({ tag }) => tag === language || tag.startsWith(`${language}-`)).map(({ quality }) => quality || 0))
  return weight('ja') > weight('en') ? 'ja' : 'en'
}

/** UTF-16 units of the header that are looked at. */
const MOST_HEADER = 500
