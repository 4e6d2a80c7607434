/**
 * Data made safe to look at: what a reader could not see or what would reorder the line (control characters, bidirectional
 * overrides, zero-width, variation and tag characters, line separators; Unicode TR 36) is written as `⟨U+202E⟩`, line breaks as
 * `↵`, tabs as `⇥`. A half surrogate becomes U+FFFD.
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(/\r\n|[\r\n]/g, '↵').replaceAll('\t', '⇥').replace(INVISIBLE, name)
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\u115f\u1160\u17b4\u17b5\u3164\p{Variation_Selector}\uffa0]/gu

function name(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
