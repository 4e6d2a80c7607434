/** What a text hides from a reader: characters nobody sees. */
export interface VisibleText {
  readonly text: string
  /** Spelt in tag characters, which no screen shows and every model reads. */
  readonly tagged: string
  /** Invisible characters taken out. */
  readonly removed: number
}

/** Tag characters mirror ASCII from U+E0000 on (Unicode 16, chapter 23.9). */
const TAG_BASE = 0xe0000
// oxlint-disable-next-line no-misleading-character-class -- each is meant by itself
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\u{1d173}-\u{1d17a}]/gu
const ANY_INVISIBLE = new RegExp(INVISIBLE.source, 'u')
/** What is neither shown nor space: C0 and C1 without tab, line feed and carriage return. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/** Takes out zero-width characters, direction marks, variation selectors, fillers and tags, and reads what the tags spell. */
export function visibleText(text: string): VisibleText {
  const shown = text.replace(CONTROL, ' ')
  if (!ANY_INVISIBLE.test(shown)) return { text: shown, tagged: '', removed: 0 }
  let tagged = ''
  let removed = 0
  const visible = shown.replace(INVISIBLE, character => {
    removed++
    const ascii = character.codePointAt(0)! - TAG_BASE
    if (ascii >= 0x20 && ascii < 0x7f) tagged += String.fromCharCode(ascii)
    return ''
  })
  return { text: visible, tagged, removed }
}
