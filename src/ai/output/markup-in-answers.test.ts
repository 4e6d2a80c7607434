import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { AnswerText } from './answer-text.ts'
import { markupInAnswer } from './markup-in-answers.ts'

const subjects = (text: string) => markupInAnswer(text).map(({ subject }) => subject)

describe('markup in answers', () => {
  test.each([
    ['<script>alert(1)</script>', '<script'], ['<ScRiPt\n>alert(1)', '<script'], ['<script/x>', '<script'], ['<img src=x onerror=alert(1)>', 'onerror='], ['<svg/onload=alert(1)>', 'onload='], ['<details open ontoggle=alert(1)>', 'ontoggle='], ['<body onpageshow = "x()">', 'onpageshow ='],
    ['<input autofocus onfocus=alert(1)>', 'onfocus='], ['<img src=x onerror\n=\nalert(1)>', 'onerror = '.trim()], ['<svg><animate onbegin=alert(1)>', 'onbegin='], ['<a href="x"onclick="y()">', 'onclick='], ['<a href="javascript:alert(1)">x</a>', 'href="javascript:alert(1'], ['[x](javascript:alert(1))', '](javascript:alert(1'],
    ['[x]: JavaScript:alert(1)', ']: javascript:alert(1'], ['<a href="java\tscript:alert(1)">', 'href="java script:alert(1'], ['<a href="&#106;avascript:alert(1)">', 'href="&#106;avascript:alert(1'], ['<a href=javascript&colon;alert(1)>', 'href=javascript&colon;alert(1'], ['<button formaction=javascript:x>', 'formaction=javascript:x'],
    ['<iframe srcdoc="x">', '<iframe'], ['<object data="x">', '<object'], ['<embed src=x>', '<embed'], ['[x](data:text/html;base64,PHNjcmlwdD4=)', '](data:text/html;base64,'], ['[x](vbscript:msgbox)', '](vbscript:msgbox'], ['<base href="https://evil.example/">', '<base'],
    ['<meta http-equiv="refresh" content="0">', '<meta http-equiv="refresh'], ['<form class="f" action="https://evil.example/login">', '<form class="f" action="https://'],
  ])('finds what runs in %j', (text, subject) => expect(subjects(text).some(each => each.startsWith(subject))).toBe(true))

  test.each([
    'In JavaScript: `atob("x")`, and in VBScript: nothing.', 'The `<b>` element makes words bold, `<a href="https://example.org/">` leads elsewhere.', '<button onClick={save} disabled={isSaving}>Save</button>', '<Form onSubmit={event => { event.preventDefault() }}>', 'element.onload = () => done()', 'a < b && on = true', 'window.onerror = report',
    '<form action="/search" method="get"><input name="q"></form>', '![chart](data:image/png;base64,iVBORw0KGgo=)', '<img src="data:image/png;base64,iVBORw0KGgo=">', '<details><summary>More</summary>Text</details>', 'The scripture says: on the seventh day = rest.', '<table><tr><td>one</td></tr></table>', '<br/>', '<!-- a comment -->', 'Lesson = <once>',
    '<p>The condition is x < y, and the button is on="x"</p>', 'JavaScript: the good parts', 'objects, <objectId>, <scripting>',
  ])('leaves %j', text => expect(subjects(text)).toEqual([]))

  test('tells each once, however an answer comes, and also what stands behind one that a person lifted', () => {
    const text = `${'A word. '.repeat(40)}<script>a()</script> ${'more '.repeat(20)}<script>b()</script> and <img src=x onerror=c()> ${'end '.repeat(30)}`
    const context = { system: [], canaries: [], isKnownHost: () => true }
    for (const size of [1, 5, 10_000]) {
      for (const [isLifted, wanted] of [[() => false, ['<script', 'onerror=']], [({ subject }: { readonly subject: string }) => subject === '<script', ['onerror=']]] as const) {
        const answer = new AnswerText({ ...context, isLifted })
        const found = [...text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []].flatMap(piece => answer.push(piece))
        expect([...found, ...answer.end()].map(({ layer, subject }) => `${layer} ${subject}`).sort()).toEqual(wanted.map(each => `markup ${each}`))
      }
    }
  })

  test('reads any text in time by its length, and tells places within it', () => {
    const piece = fc.constantFrom('<', '<a ', '<img src=', 'on', 'onerror', '=', ' ', '"', '&#106;', 'javascript:', '](', '<meta ', 'http-equiv', '\n', '>')
    fc.assert(fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map(parts => parts.join('')), text => {
      for (const { start, end } of markupInAnswer(text)) expect(start >= 0 && start < end && end <= text.length).toBe(true)
    }), { numRuns: byDepth(100, 2_000, 50_000) })
    for (const each of ['<a ', '<a "', '<a on', 'on= ', '](', 'href=', '<meta ', '<form ', '&#1', '<a onaaa=']) {
      const before = process.cpuUsage()
      markupInAnswer(each.repeat(100_000 / each.length))
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1_000).toBeLessThan(1_000)
    }
  })
})
