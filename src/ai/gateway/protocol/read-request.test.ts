import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { encodedFile } from './encoded-file.ts'
import { jsonShape, membersIn } from './json-shape.ts'
import { OPENAI_CHAT } from './openai-chat.ts'
import { protocolAt } from './protocols.ts'
import { readRequest } from './read-request.ts'
import { spotsIn } from './spots.ts'

const runs = { numRuns: byDepth(100, 2_000, 50_000) }
const PATHS = ['/v1/chat/completions', '/v1/responses', '/v1/messages', '/v1/completions', '/v1/embeddings']
/** Names that are read in some way, and others. */
const name = fc.constantFrom('messages', 'input', 'prompt', 'content', 'role', 'type', 'text', 'source', 'data', 'file', 'file_data', 'image_url', 'url', 'output', 'summary', 'tool_calls', 'function', 'arguments', 'name', 'documents', 'x', '__proto__', '0')
const word = fc.constantFrom('user', 'tool', 'text', 'document', 'tool_result', 'tool_use', 'file', 'image_url', 'input_file', 'mcp_call', 'message', 'url', 'https://example.com/a.png', 'data:text/plain;base64,', 'roses')
const { value } = fc.letrec(tie => ({
  value: fc.oneof({ maxDepth: 6 }, word, fc.constant(null), fc.integer(), fc.array(tie('value'), { maxLength: 3 }), fc.uniqueArray(fc.tuple(name, tie('value')), { maxLength: 4, selector: ([each]) => each }).map(members => Object.fromEntries(members)))
}))
const body = fc.uniqueArray(fc.tuple(name, value), { maxLength: 4, selector: ([each]) => each }).map(members => Object.fromEntries(members))

describe('a request of whatever shape', () => {
  test('is read without an exception, and the texts that are read can be put anew, one by one', () => {
    fc.assert(fc.property(body, fc.constantFrom(...PATHS), (asked, path) => {
      const { body: parsed, parts } = readRequest(protocolAt(path), Buffer.from(JSON.stringify(asked)))
      parts.forEach((part, index) => part.replace(`changed ${index} `))
      const written = JSON.stringify(parsed)
      for (const [index] of parts.entries()) expect([written, ...[...written.matchAll(/[\w+/=]{8,}|changed%20\d+%20/g)].flatMap(([each]) => [decodeURIComponent(each), String(Buffer.from(each, 'base64'))])].join(' ')).toContain(`changed ${index} `)
    }), runs)
  })

  test('has each of its sentences read, or says that it could not be', () => {
    fc.assert(fc.property(body, value, name, fc.constantFrom(...PATHS), (asked, within, at, path) => {
      const sentence = 'The roses bloom in May'
      const whole = { ...asked, [at]: [within, { [at]: { type: 'text', text: sentence } }] }
      const { parts, unread } = readRequest(protocolAt(path), Buffer.from(JSON.stringify(whole)))
      const isOfProgram = at === 'text'
      expect(unread !== null || isOfProgram || parts.some(({ text }) => text.includes(sentence))).toBe(true)
    }), runs)
  })

  test('that is no JSON is none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
      expect(readRequest(OPENAI_CHAT, Buffer.from(bytes)).unread).not.toBeNull()
    }), runs)
  })
})

describe('what the bytes of JSON tell', () => {
  const depthOf = (json: unknown): number => (typeof json === 'object' && json !== null ? 1 + Math.max(0, ...Object.values(json).map(depthOf)) : 0)

  test('is what its values tell', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(0, 1), (json, space) => {
      const written = JSON.stringify(json, null, space)
      expect(jsonShape(Buffer.from(written))).toEqual({ depth: depthOf(json), members: membersIn(JSON.parse(written)) })
    }), runs)
  })

  test('is a member more for each that stands there twice', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), members => {
      const [first] = Object.keys(members)
      const written = `{${JSON.stringify(first)}:1,${JSON.stringify(members).slice(1)}`
      expect(jsonShape(Buffer.from(written)).members).toBe(membersIn(JSON.parse(written)) + 1)
    }), runs)
  })
})

test('texts are found in the order in which they stand, whatever the depth', () => {
  fc.assert(fc.property(fc.jsonValue(), json => {
    const all: string[] = []
    JSON.stringify([json], (_, each: unknown) => {
      if (typeof each === 'string' && each !== '') all.push(each)
      return each
    })
    const found = spotsIn([json]).filter(({ path }) => !path.endsWith(' ')).map(({ text }) => text).toArray()
    expect(found).toEqual(all.filter(each => found.includes(each)))
  }), runs)
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"roses bloom"${']'.repeat(100_000)}`)
  expect(spotsIn(deep).map(({ text }) => text).toArray()).toEqual(['roses bloom'])
})

test('texts are looked for one by one, so that very many take no more of the memory than they have', () => {
  const list = [{ text: 'roses bloom' }, { get text(): string { throw new Error('nobody wanted it yet') } }]
  const spots = spotsIn({ list })
  expect(spots.next().value).toMatchObject({ text: 'roses bloom', member: 'text', path: 'list.0.text' })
  expect(() => spots.next()).toThrow('nobody wanted it yet')
})

test('a text in base64 is read as it is, and written back alike', () => {
  fc.assert(fc.property(fc.string({ minLength: 16, unit: 'grapheme' }), fc.constantFrom('', 'data:text/plain;base64,', 'data:;charset=utf-8;base64,'), (text, before) => {
    const file = encodedFile(before + Buffer.from(text).toString('base64'))
    expect(file).toMatchObject({ kind: 'text', text })
    expect(file?.kind === 'text' && encodedFile(file.encode(text))).toMatchObject({ text })
  }), runs)
})
