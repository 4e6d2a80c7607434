import { gunzipSync, inflateSync } from 'node:zlib'
import type { Steps } from '../../platform/steps.ts'
import { KEY_CHARACTERS, UNPACKED_BYTES } from '../egress/defaults.ts'
import { findLeaks, findLeaksInSteps } from '../secret/find-secrets.ts'
import { decodeSteps } from '../text/decode-runs.ts'
import { MAXIMUM_CHARACTERS, READ_PIECE } from '../text/defaults.ts'
import { visibleText } from '../text/visible-text.ts'
import { maskedHit } from './shown.ts'
import { tooLong } from './too-long.ts'
import type { GuardJudgement } from './verdict.ts'

const NAME = /^[^\s:]{1,60}: (?!\s)/
const PIECE = /^[\w+/=.-]+$/
/** Shorter pieces are words and numbers, unless they are single letters of one row. */
const PIECE_CHARACTERS = 4

/** Whether what leaves holds a secret: each text as it is, decoded, unfolded and backwards, and all of them together, since one may be spread over several. In steps of some milliseconds each, for `inTurns`. */
export function* secretSteps(texts: readonly string[]): Steps<GuardJudgement | null> {
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  if (length > MAXIMUM_CHARACTERS) return tooLong(length)
  const isLong = length > READ_PIECE.most
  const seen = new Set<string>()
  for (const view of viewsOf(texts)) {
    if (isLong) yield
    if (view === undefined || seen.has(view)) continue
    seen.add(view)
    const [hit] = isLong ? yield* findLeaksInSteps(view) : findLeaks(view)
    if (hit === undefined) continue
    const shown = maskedHit(view, hit)
    return {
      verdict: 'block', layer: 'secret', score: hit.isSecret ? 1 : 0.9,
      reason: { en: `${hit.kind.en} would leave (${shown} characters)`, ja: `${hit.kind.ja}が外部へ出ようとしている（${shown} 文字）` },
    }
  }
  return null
}

/** Made one by one: the first that holds a secret ends the search. Undefined where some milliseconds of work are done. */
function* viewsOf(texts: readonly string[]): Generator<string | undefined> {
  yield texts.join('\n')
  for (const text of texts) {
    const decoded = yield* decodedText(text)
    yield decoded
    yield decodeTwice(text)
    yield BROKEN_RUN.test(text) ? yield* decodedText(text.replaceAll(/(?<=[\w+/])\s{1,8}(?=[\w+/=]{8})/g, '')) : text
    const packed = unpacked(text, decoded)
    if (packed !== null) yield packed
    const runs = decoded.replaceAll(FRACTION, '').match(KEY_RUN)
    if (runs !== null) {
      for (const run of runs) yield [...run].reverse().join('')
      yield runs.join('\n').replaceAll(/[a-z]/gi, shiftedLetter)
    }
    if (SPACED.test(text)) yield text.replaceAll(/(?<=(?:^|\s)\S) (?=\S(?:\s|$))/g, '')
  }
  const values = texts.map(text => NAME.test(text) ? text.slice(text.indexOf(': ') + 2) : text)
  const pieces = values.filter(value => PIECE.test(value))
  yield pieces.filter(value => value.length >= PIECE_CHARACTERS).join('')
  yield pieces.join('')
  if (pieces.length > 1) yield yield* decodedText(pieces.join(''))
}

/** Encoded data over several lines. */
const BROKEN_RUN = /[\w+/]{8}\s{1,8}[\w+/=]{8}/
/** A letter, a space, and so on. */
const SPACED = /(?:^|\s)(?:\S ){15}\S/
const KEY_RUN = new RegExp(`[\\w-]{${KEY_CHARACTERS},400}`, 'g')

/** Backwards, digits behind a point would be whole numbers, such as those of cards. */
const FRACTION = /(?<=\d)\.\d{8,40}(?!\w)/g

/** By thirteen places, as rot13 does. */
function shiftedLetter(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97
  return String.fromCharCode((letter.charCodeAt(0) - base + 13) % 26 + base)
}

/** One spelling of each letter, but in its case. */
function* decodedText(text: string): Steps<string> {
  const { text: visible, tagged } = visibleText(text)
  yield
  const { text: decoded } = yield* decodeSteps(tagged === '' ? visible : `${visible}\n${tagged}`)
  return /[^\x00-\x7f]/.test(decoded) ? visibleText(decoded).text.normalize('NFKC') : decoded
}

/** The first packed value in base64 (gzip, zlib), unfolded up to a bound. */
function unpacked(text: string, decoded: string): string | null {
  const run = /(?:H4sI|eJ[wxyz]|eN[ot]|eA[EF]|eF4)[\w+/-]{16,}={0,2}/.exec(decodeTwice(text))?.[0]
  const inHex = run === undefined ? /1f8b08[0-9a-f]{30,}/i.exec(decoded)?.[0] : undefined
  if (run === undefined && inHex === undefined) return null
  const bytes = run === undefined ? Buffer.from(inHex ?? '', 'hex') : Buffer.from(run, 'base64')
  try {
    return (bytes[0] === 0x1f ? gunzipSync : inflateSync)(bytes, { maxOutputLength: UNPACKED_BYTES }).toString('utf8')
  } catch {
    return null
  }
}

/** Of a value that was escaped once more on its way. */
export function decodeTwice(text: string): string {
  return decodeURIComponentOf(decodeURIComponentOf(text))
}

/** As `decodeURIComponent`, but what is no escape stays. */
export function decodeURIComponentOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
