import { isBadge } from './badge-address.ts'
import type { Carrying } from './carried-data.ts'
import { carriedData } from './carried-data.ts'
import { LINK_DATA, PICTURE_DATA } from './defaults.ts'
import { PictureReferences } from './picture-references.ts'
import type { SystemLetters } from './system-letters.ts'

/** An address in an answer that carries data to a host. */
export interface CarryingLink {
  readonly start: number
  readonly end: number
  readonly host: string
  readonly isPicture: boolean
  readonly carrying: Carrying
}

/** What addresses are held against. */
export interface LinkContext {
  isKnownHost(host: string, use: 'link' | 'picture'): boolean
  /** What no address has a reason to quote. */
  readonly system: readonly SystemLetters[]
}

/** Where an address begins: browsers read `\` as `/`, and take the page's own scheme where there is none. */
const ADDRESS = String.raw`(?:https?:[\\/]{1,3}|[\\/]{2})[\w.~%@[-]`
const BEGINS_ADDRESS = new RegExp(`^${ADDRESS}`, 'i')
/** Within angle brackets an address may hold blanks. */
const INLINE = /!\[(?:[^[\]]|\[[^[\]]{0,200}\]){0,500}\]\(\s{0,9}(?:<([^\n<>]{1,4000})>?|([^\s)<>]{1,4000}))(?:\s{1,10}["'][^"']{0,200}["'])?\s?\)?/g
const DEFINITION = /(?<=^|\n)[ >\t]{0,12}\[([^\]\n]{1,200})\]:\s{0,9}(?:<([^\n<>]{1,4000})>?|([^\s<>]{1,4000}))/g
const SHOWN = /!\[([^\]\n]{0,500})\](?:\[([^\]\n]{0,200})\])?(?!\()/g
/** What is fetched when its element is shown, or whose beginning is not kept any more. */
const ELEMENT = /(?:<(?:img|image|source|video|audio|track|input|object|embed|picture|body|table|td|th|use|feimage|link|meta|iframe|frame|script)\b|^)[^<>]{1,4000}/gi
const ATTRIBUTE = new RegExp(String.raw`(?<![\w?&-])(?:src|srcset|poster|background|data|(?:xlink:)?href|content|imagesrcset)\s{0,9}=\s{0,9}("[^"]{1,4000}|'[^']{1,4000}|[^\s"'>]{1,4000})`, 'gi')
const IN_ATTRIBUTE = new RegExp(String.raw`(?<![:\w/\\])${ADDRESS}[^\s"'>]{0,4000}`, 'gi')
const STYLE = new RegExp(String.raw`(?:\burl\(|@import\s|\bimage-set\()\s{0,9}["']?(${ADDRESS}[^\s"')]{0,4000})`, 'gi')
const LINK = /(?:https?:\/\/|(?<=\]\(\s{0,3}<?|\bhref\s{0,3}=\s{0,3}["']?)(?:https?:[\\/]{1,3}|[\\/]{2}))[^\s)>\]"']{1,4000}/gi
const ANY_ADDRESS = /[\\/]{2}|https?:|!\[/i

/** Who gives out letter forms to everybody, and answers nobody but the reader; pages ask for them by long addresses. */
const FONT_HOSTS: ReadonlySet<string> = new Set(['fonts.googleapis.com', 'fonts.gstatic.com', 'fonts.bunny.net', 'use.typekit.net', 'use.fontawesome.com'])

/**
 * Addresses by which an answer would carry data out when it is shown (pictures, in Markdown, HTML and CSS, are fetched by themselves) or clicked, to hosts that are not known.
 *
 * @param references of what came of the answer before
 */
export function carryingLinks(text: string, context: LinkContext, references: PictureReferences = new PictureReferences()): CarryingLink[] {
  const found: CarryingLink[] = []
  if (!ANY_ADDRESS.test(text)) return found
  const add = (start: number, end: number, address: string): void => {
    const carrier = carrierOf(address, 'picture', context) ?? spelling(address, context, references)
    if (carrier !== null && !found.some(each => start < each.end && each.start < end)) found.push({ start, end, isPicture: true, ...carrier })
  }
  for (const match of text.matchAll(INLINE)) add(match.index, match.index + match[0].length, match[1] ?? match[2] ?? '')
  for (const { start, end, address } of inElements(text)) add(start, end, address)
  for (const match of text.matchAll(STYLE)) add(match.index, match.index + match[0].length, match[1] ?? '')
  found.push(...byReference(text, context, references))
  for (const match of text.matchAll(LINK)) {
    const carrier = carrierOf(match[0], 'link', context)
    const end = match.index + match[0].length
    if (carrier?.carrying === 'certain' && !found.some(each => match.index < each.end && each.start < end)) found.push({ start: match.index, end, isPicture: false, ...carrier })
  }
  return found
}

function carrierOf(written: string, use: 'link' | 'picture', { isKnownHost, system }: LinkContext): Pick<CarryingLink, 'host' | 'carrying'> | null {
  const address = written.includes('&') ? withoutEntities(written) : written
  if (!BEGINS_ADDRESS.test(address)) return null
  const whole = /^[\\/]/.test(address) ? `https:${address}` : address
  if (!URL.canParse(whole)) return null
  const url = new URL(whole)
  if (isKnownHost(url.hostname, use) || FONT_HOSTS.has(url.hostname) || isBadge(url)) return null
  const carrying = carriedData(url, address, { most: use === 'picture' ? PICTURE_DATA : LINK_DATA, system })
  return carrying === null ? null : { host: url.hostname, carrying }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', colon: ':', sol: '/', period: '.', quest: '?', equals: '=', num: '#', commat: '@' }

/** As Markdown and HTML both read them in addresses. */
function withoutEntities(address: string): string {
  return address.replaceAll(/&(?:#x([0-9a-f]{1,5})|#(\d{1,6})|(amp|colon|sol|period|quest|equals|num|commat));/gi, (_, hex?: string, decimal?: string, name?: string) =>
    name === undefined ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : NAMED[name.toLowerCase()]!)
}

function* inElements(text: string): Iterable<{ readonly start: number; readonly end: number; readonly address: string }> {
  if (!text.includes('=')) return
  for (const element of text.matchAll(ELEMENT)) {
    for (const attribute of element[0].matchAll(ATTRIBUTE)) {
      for (const address of (attribute[1] ?? '').matchAll(IN_ATTRIBUTE)) {
        const end = element.index + attribute.index + attribute[0].length - (attribute[1] ?? '').length + address.index + address[0].length
        yield { start: element[0].startsWith('<') ? element.index : element.index + attribute.index, end, address: address[0] }
      }
    }
  }
}

/** Pictures each of which is called by a letter spell something together. */
function spelling(address: string, { isKnownHost }: LinkContext, references: PictureReferences): Pick<CarryingLink, 'host' | 'carrying'> | null {
  const letter = /^(?:https?:)?\/\/([\w.-]{1,253})(?::\d+)?\/(?:[^?#]{0,200}\/)?(?:[^/?#]{0,20}[?&#][\w-]{0,20}=?)?([a-z])(?:\.\w{1,5})?(?:[?#]|$)/i.exec(address)
  const [, host = '', sign = ''] = letter ?? []
  return letter === null || isKnownHost(host.toLowerCase(), 'picture') || !references.spells(host.toLowerCase(), sign) ? null : { host, carrying: 'certain' }
}

/** Of a picture and its address, which stand apart, whatever comes last is taken out, and both where both are here. */
function byReference(text: string, context: LinkContext, references: PictureReferences): CarryingLink[] {
  const shown = [...text.matchAll(SHOWN)].map(match => ({ start: match.index, end: match.index + match[0].length, label: match[2] === undefined || match[2].trim() === '' ? match[1] ?? '' : match[2] }))
  for (const { label } of shown) references.show(label)
  const found: CarryingLink[] = []
  for (const match of text.matchAll(DEFINITION)) {
    const label = match[1] ?? ''
    const carrier = carrierOf(match[2] ?? match[3] ?? '', 'picture', context)
    if (carrier === null) continue
    references.define(label, carrier.host)
    if (references.isShown(label)) found.push({ start: match.index, end: match.index + match[0].length, isPicture: true, ...carrier })
  }
  for (const { start, end, label } of shown) {
    const host = references.hostOf(label)
    if (host !== null) found.push({ start, end, host, isPicture: true, carrying: 'certain' })
  }
  return found
}
