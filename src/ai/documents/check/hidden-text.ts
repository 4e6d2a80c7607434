import { quoted } from '../../judge/quotation.ts'
import { HIDDEN_CHARACTERS, INVISIBLE_RUN, MOST_DOCUMENT_FINDINGS } from '../defaults.ts'
import type { DocumentFinding } from '../document-finding.ts'
import type { TextPiece } from '../document.ts'
import { HIDING } from '../document.ts'

// oxlint-disable-next-line no-misleading-character-class -- each is meant by itself
const RUN = new RegExp(`(?:[\\u200b-\\u200f\\u2060-\\u2064\\u206a-\\u206f\\ufeff\\u00ad\\u180e\\u3164\\uffa0]|[\\ufe00-\\ufe0f]|[\\u{e0100}-\\u{e01ef}]){${INVISIBLE_RUN},}`, 'u')
/** Flags of regions are spelt in tags behind a black flag (UTS 51, ED-14a); other tags are no emoji. */
const TAGS = /(?<!\u{1f3f4}[\u{e0000}-\u{e007f}]{0,30})[\u{e0020}-\u{e007e}]{2,}/u
const OVERRIDE = /[\u202d\u202e]/
/** Latin letters with an invisible one between each two. */
const SPLIT = /(?:[A-Za-z][\u200b-\u200d\u2060\ufeff\u00ad]){5,}/

/** Text that somebody took care to hide, and characters that nobody sees. What is hidden as pages commonly hide things counts only with what it says. */
export function hiddenText(pieces: readonly TextPiece[]): DocumentFinding[] {
  const found: DocumentFinding[] = []
  for (let at = 0; at < pieces.length && found.length < MOST_DOCUMENT_FINDINGS; at++) {
    const { hiding, part, offset } = pieces[at]!
    if (hiding === null || HIDING[hiding].isOrdinary) continue
    let text = ''
    // A run that is hidden in one way is one finding.
    let next = at
    for (; next < pieces.length && pieces[next]!.part === part && pieces[next]!.hiding === hiding; next++) text += pieces[next]!.text
    at = next - 1
    const characters = text.replaceAll(/\s+/g, ' ').trim().length
    if (characters < HIDDEN_CHARACTERS) continue
    const { en, ja } = HIDING[hiding]
    found.push({
      check: 'hidden-text', verdict: 'flag', part, offset, quoted: quoted(text),
      reason: { en: `${characters} characters are ${en}: people do not see them, the model reads them`, ja: `${characters} 文字が人に見えない形（${ja}）で書かれている。モデルには読める` },
    })
  }
  return [...found, ...pieces.flatMap(invisibleIn)].slice(0, MOST_DOCUMENT_FINDINGS)
}

function invisibleIn({ text, part, offset }: TextPiece): DocumentFinding[] {
  return INVISIBLE.flatMap(({ pattern, verdict, en, ja }) => {
    const found = pattern.exec(text)
    return found === null ? [] : [{ check: 'invisible-characters' as const, verdict, part, offset: offset + found.index, quoted: spelt(found[0]), reason: { en, ja } }]
  })
}

const INVISIBLE = [
  { pattern: TAGS, verdict: 'block', en: 'it holds words spelt in tag characters, which no screen shows and models read', ja: '画面に表示されずモデルには読めるタグ文字で言葉が綴られている' },
  { pattern: RUN, verdict: 'flag', en: `it holds ${INVISIBLE_RUN} or more invisible characters in a row, which may carry a message`, ja: `目に見えない文字が ${INVISIBLE_RUN} 個以上続いており、情報が隠されているおそれがある` },
  { pattern: SPLIT, verdict: 'flag', en: 'words are split by invisible characters, as is done to get past filters', ja: 'フィルターを避けるように、単語が目に見えない文字で分割されている' },
  { pattern: OVERRIDE, verdict: 'flag', en: 'it overrides the direction of writing: people and models read different text', ja: '文字の向きを上書きしており、人とモデルで読める内容が異なる' },
] as const

/** What tags spell, or nothing. */
function spelt(characters: string): string {
  return quoted([...characters].map(each => String.fromCodePoint(Math.max(0x20, each.codePointAt(0)! - 0xe0000 > 0 ? each.codePointAt(0)! - 0xe0000 : 0x20))).join('').replaceAll(/[^ -~]/g, ''))
}
