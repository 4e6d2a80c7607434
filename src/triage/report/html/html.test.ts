import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { visibleText } from '../visible-text.ts'
import { escapeHtml, Html, html } from './html.ts'

describe('html``', () => {
  it('escapes what is filled in and keeps what it made itself', () => {
    expect(html`<b title="${'"><script>'}">${html`<i>${'&'}</i>`}${['<', 1, null]}</b>`.text)
      .toBe('<b title="&#34;&#62;&#60;script&#62;"><i>&#38;</i>&#60;1</b>')
    expect(html`${Html.trusted('<hr>')}`.text).toBe('<hr>')
  })

  it('lets no markup, quote or invisible character of data through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      expect(escapeHtml(text)).not.toMatch(/[<>"'`\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|&(?!#\d+;)/u)
    }), { numRuns: byDepth(500, 5_000, 50_000) })
  })
})

describe('visible text', () => {
  it('shows what would hide or reorder', () => {
    expect(visibleText('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe')
    expect(visibleText('a\u200Bb\u2066c\u0000d\u001B[31me\u{E0041}f\uFE0Fg')).toBe('a⟨U+200B⟩b⟨U+2066⟩c⟨U+0000⟩d⟨U+001B⟩[31me⟨U+E0041⟩f⟨U+FE0F⟩g')
    expect(visibleText('one\r\ntwo\nthree\tfour\u2028five')).toBe('one↵two↵three⇥four⟨U+2028⟩five')
    expect(visibleText('half \ud83d')).toBe('half \ufffd')
  })

  it('leaves ordinary text of any script alone', () => {
    const ordinary = 'C:\\ユーザー\\田中\\資料（最終）.docx résumé 文書　名前 مرحبا 😀'
    expect(visibleText(ordinary)).toBe(ordinary)
  })
})
