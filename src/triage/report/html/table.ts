import type { Filling, Html } from './html.ts'
import { html } from './html.ts'

export interface Column {
  readonly title: string
  /** `number` stands right, `time` stays on one line, `wide` takes the room that is left. */
  readonly kind?: 'number' | 'time' | 'wide'
}

/** A table that scrolls by itself where the window is too narrow. Rows have one cell a column. */
export function table(columns: readonly Column[], rows: readonly (readonly Filling[])[]): Html {
  const head = columns.map(({ title, kind }) => html`<th class="${kind ?? 'text'}" scope="col">${title}</th>`)
  const body = rows.map(cells => html`<tr>${cells.map((cell, i) => html`<td class="${columns[i]?.kind ?? 'text'}">${cell}</td>`)}</tr>\n`)
  return html`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
}
