import type { TextEncoding } from '../../model/decoder.ts'

/** Broken characters per valid one up to which a text counts as damaged UTF-8: nothing else reads as UTF-8 by chance. */
const MAX_BROKEN_UTF8 = 0.25

/** The same for the Japanese encodings, which half of all noise is valid in. */
const MAX_BROKEN_JAPANESE = 0.1

/** How much a character of a kind says: kana and common kanji are most of any Japanese text, half-width kana what noise looks like. */
const WEIGHT = { kana: 3, symbol: 2, commonKanji: 2, halfWidth: 0.25, rare: 0.1 } as const

/**
 * Reads bytes beyond ASCII as UTF-8, CP932 and EUC-JP at once and weighs what comes out. Each reading is a state of its own, so that
 * nothing depends on how the bytes were cut into blocks.
 */
export class EncodingScores {
  /** Bytes beyond ASCII seen so far. */
  nonAscii = 0
  #utf8 = new Utf8Reading()
  #cp932 = new Cp932Reading()
  #eucJp = new EucJpReading()

  /** True when no reading is in the middle of a character: ASCII may be skipped. */
  get betweenCharacters(): boolean {
    return this.#utf8.pending === 0 && this.#cp932.pending === 0 && this.#eucJp.pending === 0
  }

  /** Stops after `limit` bytes beyond ASCII in all. */
  push(block: Uint8Array, limit: number): void {
    for (const byte of block) {
      if (byte < 0x80) {
        if (this.betweenCharacters) continue
      } else if (this.nonAscii++ >= limit) return
      this.#utf8.read(byte)
      this.#cp932.read(byte)
      this.#eucJp.read(byte)
    }
  }

  best(): TextEncoding {
    if (this.nonAscii === 0 || this.#utf8.isMostlyValid()) return 'utf-8'
    if (this.#cp932.isAllHalfWidth() && !this.#eucJp.hasKana()) return 'shift_jis'
    const cp932 = this.#cp932.score()
    const eucJp = this.#eucJp.score()
    if (Math.max(cp932, eucJp) <= 0) return 'utf-8'
    return eucJp > cp932 ? 'euc-jp' : 'shift_jis'
  }
}

/** RFC 3629. */
class Utf8Reading {
  /** Continuation bytes still to come. */
  pending = 0
  #low = 0x80
  #high = 0xbf
  #valid = 0
  #broken = 0

  read(byte: number): void {
    if (this.pending > 0) {
      if (byte >= this.#low && byte <= this.#high) {
        this.#low = 0x80
        this.#high = 0xbf
        if (--this.pending === 0) this.#valid++
        return
      }
      this.pending = 0
      this.#broken++
    }
    if (byte < 0x80) return
    this.#low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80
    this.#high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf
    if (byte >= 0xc2 && byte <= 0xdf) this.pending = 1
    else if (byte >= 0xe0 && byte <= 0xef) this.pending = 2
    else if (byte >= 0xf0 && byte <= 0xf4) this.pending = 3
    else this.#broken++
  }

  isMostlyValid(): boolean {
    return this.#broken === 0 || this.#broken <= MAX_BROKEN_UTF8 * this.#valid
  }
}

/** Shift_JIS with the extensions of Windows (code page 932). */
class Cp932Reading {
  /** The lead byte whose trail is to come; 0 for none. */
  pending = 0
  #weight = 0
  #valid = 0
  #broken = 0

  read(byte: number): void {
    const lead = this.pending
    if (lead !== 0) {
      this.pending = 0
      if (byte >= 0x40 && byte <= 0xfc && byte !== 0x7f) return this.#count(weightOfCp932(lead, byte))
      this.#broken++
    }
    if (byte < 0x80) return
    if (byte >= 0xa1 && byte <= 0xdf) this.#count(WEIGHT.halfWidth)
    else if (byte >= 0x81 && byte <= 0xfc && byte !== 0xa0) this.pending = byte
    else this.#broken++
  }

  score(): number {
    return verdict(this.#weight, this.#valid, this.#broken)
  }

  /** As old equipment writes. Its bytes also read as kanji in EUC-JP, but then no kana are among them. */
  isAllHalfWidth(): boolean {
    return this.#valid > 0 && this.#broken === 0 && this.#weight === WEIGHT.halfWidth * this.#valid
  }

  #count(weight: number): void {
    this.#valid++
    this.#weight += weight
  }
}

/** By the rows of JIS X 0208: 1–2 symbols, 3 full-width ASCII, 4–5 kana, 16–47 the common kanji. */
function weightOfCp932(lead: number, trail: number): number {
  if (lead === 0x82) return trail >= 0x9f && trail <= 0xf1 ? WEIGHT.kana : WEIGHT.symbol
  if (lead === 0x83) return trail <= 0x96 ? WEIGHT.kana : WEIGHT.rare
  if (lead === 0x81) return WEIGHT.symbol
  return lead >= 0x88 && lead <= 0x97 ? WEIGHT.commonKanji : WEIGHT.rare
}

/** JIS X 0208 with half-width kana (8E) and JIS X 0212 (8F). */
class EucJpReading {
  /** The bytes before in this character, as one number; 0 for none. */
  pending = 0
  #weight = 0
  #valid = 0
  #broken = 0
  #kana = false

  read(byte: number): void {
    const before = this.pending
    if (before !== 0) {
      this.pending = 0
      if (byte >= 0xa1 && byte <= 0xfe) {
        if (before === 0x8f) this.pending = 0x8f00 | byte
        else this.#count(before > 0xff ? WEIGHT.rare : weightOfEucJp(before, byte))
        this.#kana ||= before === 0xa4 || before === 0xa5
        return
      }
      this.#broken++
    }
    if (byte < 0x80) return
    if (byte === 0x8e || byte === 0x8f || (byte >= 0xa1 && byte <= 0xfe)) this.pending = byte
    else this.#broken++
  }

  score(): number {
    return verdict(this.#weight, this.#valid, this.#broken)
  }

  hasKana(): boolean {
    return this.#kana
  }

  #count(weight: number): void {
    this.#valid++
    this.#weight += weight
  }
}

function weightOfEucJp(lead: number, trail: number): number {
  if (lead === 0x8e) return WEIGHT.halfWidth
  if (lead === 0xa4 || lead === 0xa5) return trail <= 0xf6 ? WEIGHT.kana : WEIGHT.rare
  if (lead >= 0xa1 && lead <= 0xa3) return WEIGHT.symbol
  return lead >= 0xb0 && lead <= 0xcf ? WEIGHT.commonKanji : WEIGHT.rare
}

/** The weight per character, less what is broken; not positive when too much is, or when nothing speaks for it but noise. */
function verdict(weight: number, valid: number, broken: number): number {
  if (valid === 0 || broken > MAX_BROKEN_JAPANESE * valid) return 0
  const perCharacter = (weight - broken) / (valid + broken)
  return perCharacter > WEIGHT.halfWidth / 2 ? perCharacter : 0
}
