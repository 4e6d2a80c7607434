/** Signs without a shape: of width zero, of the tag block, of variation. In a row they are letters for whom they are meant. */
const SHAPELESS = /[\u200b-\u200d\u2060\u2062-\u2064\ufeff\u{e0001}-\u{e007f}]{3,}|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{3,}/u
/** Signs that turn the order of letters, so that people read another text than models. */
const TURNED = /[\u202a-\u202e\u2066-\u2069]/u
/** Flags of regions are a black flag and tags (UTS #51, 1.4.8). */
const REGION_FLAG = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu

/** The line on which a text holds what people do not see and models read, from 1; null where there is none. */
export function lineOfHiddenText(text: string): number | null {
  const lines = text.replace(/^\ufeff/, '').replaceAll(REGION_FLAG, '').split('\n')
  const at = lines.findIndex(line => SHAPELESS.test(line) || TURNED.test(line))
  return at < 0 ? null : at + 1
}
