import { visibleText } from '../visible-text.ts'

/** A piece of HTML that is safe to write out. Made only by {@link html}: whatever is filled in is escaped unless it is one itself. */
export class Html {
  readonly text: string

  private constructor(text: string) {
    this.text = text
  }

  /** For `html` and for the page's own style and doctype, never for data. */
  static trusted(text: string): Html {
    return new Html(text)
  }
}

export type Filling = string | number | Html | null | readonly Filling[]

/** html`<b>${value}</b>`: strings and numbers are data and are escaped, for text and for quoted attributes alike. */
export function html(words: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return Html.trusted(words.map((word, i) => word + (i < fillings.length ? toText(fillings[i] ?? null) : '')).join(''))
}

export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`)
}

function toText(filling: Filling): string {
  if (filling === null) return ''
  if (filling instanceof Html) return filling.text
  return typeof filling === 'object' ? filling.map(toText).join('') : escapeHtml(String(filling))
}
