/**
 * Data made safe to look at: what a reader could not see or what would reorder the line (control characters, bidirectional overrides,
 * zero-width, variation and tag characters, line separators; Unicode TR 36) is written as `⟨U+202E⟩`, as in the reports.
 */
export function visibleText(text: string): string {
  return inLines(text).replace(/\r\n|[\r\n]/g, '↵').replaceAll('\t', '⇥')
}

/** The same for text that is shown with its own lines and tabs. */
export function visibleLines(text: string): string {
  return inLines(text).replaceAll('\r\n', '\n')
}

const INVISIBLE = /[^\P{Cc}\t\r\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Co}\u115f\u1160\u17b4\u17b5\u3164\p{Variation_Selector}\uffa0]/gu

function inLines(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, character => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
