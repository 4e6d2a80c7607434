import { readFileSync, writeFileSync } from 'node:fs'
import { hash } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { Language } from '../../model/reason.ts'
import { SHOWN_CASES, SHOWN_EVIDENCE } from '../defaults.ts'
import { hostileText } from '../testing/hostile-text.ts'
import { sampleFinding } from '../testing/sample-finding.ts'
import { sampleIntrusion, sampleReport } from '../testing/sample-intrusion.ts'
import { buildReport } from './build-report.ts'
import { reportHtml } from './html/page.ts'
import type { ReportInput } from './report-input.ts'
import { reportJson } from './report-json.ts'
import { reportMarkdown } from './report-markdown.ts'
import { reportJsonSchema, reportSchema } from './schema.ts'
import { caseLines } from './terminal.ts'

const LANGUAGES: readonly Language[] = ['en', 'ja']
const SCHEMA = new URL('../../../docs/schemas/report.schema.json', import.meta.url)

describe('report.json', () => {
  it('has the schema that is committed (NOROSHI_UPDATE_SCHEMAS=1 writes it)', () => {
    if (process.env['NOROSHI_UPDATE_SCHEMAS'] === '1') writeFileSync(SCHEMA, reportJsonSchema())
    expect(readFileSync(SCHEMA, 'utf8')).toBe(reportJsonSchema())
  })

  it('is valid by that schema, and by the one it is made from', () => {
    const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(reportJsonSchema()) as object)
    fc.assert(fc.property(inputs, input => {
      const report: unknown = JSON.parse([...reportJson(input)].join(''))
      validate(report)
      expect(validate.errors ?? []).toEqual([])
      expect(reportSchema.parse(report)).toEqual(report)
    }), { numRuns: byDepth(20, 150, 1_500) })
  })

  it('is the same in pieces and as one value, and in any order of the findings', () => {
    const findings = sampleIntrusion()
    const report = buildReport(sampleReport(findings))
    expect(JSON.parse([...reportJson(sampleReport(findings.toReversed()))].join(''))).toEqual(report)
    expect(report.evidence.map(({ paths }) => paths[0])).toEqual(['incident/fw/eve.json.gz', 'incident/ws01/Security.evtx'])
  })

  it('gives every finding to exactly one case', () => {
    const { cases, findings } = buildReport(sampleReport())
    expect(cases.flatMap(each => each.findings.map(id => [id, each.id])).sort()).toEqual(findings.map(each => [each.id, each.case]).sort())
  })

  it('of nothing is a report too', () => {
    const input = { ...sampleReport([]), evidence: [] }
    expect(JSON.parse([...reportJson(input)].join(''))).toMatchObject({ evidence: [], findings: [], cases: [], stats: { cases: 0 } })
    for (const language of LANGUAGES) {
      expect([...reportHtml(input, language)].join('').endsWith('</html>\n')).toBe(true)
      expect(caseLines(input, language, {})).toEqual([])
    }
  })
})

describe('report.html', () => {
  it('lets nothing of the data become markup: the page of a hostile report has the tags of a harmless one', () => {
    fc.assert(fc.property(hostileText, fc.constantFrom(...LANGUAGES), (text, language) => {
      const harmless = text === '' ? '' : 'x'
      const tags = (value: string): string[] => tagsOf([...reportHtml(reportWith(value), language)].join(''))
      expect(tags(text)).toEqual(tags(harmless))
    }), { numRuns: byDepth(60, 400, 5_000) })
  })

  it('runs no script, fetches nothing and allows only its own style', () => {
    const page = [...reportHtml(sampleReport(), 'en')].join('')
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? ''
    expect(page).toContain(`style-src 'sha256-${hash('sha256', style, 'base64')}'`)
    expect(page).toContain('default-src \'none\'; script-src \'none\'')
    expect(page).not.toMatch(/<script|<link[^>]+stylesheet|<img|<iframe|@import|url\(|\ssrc=|\sstyle=|\son[a-z]+=/i)
    const targets = [...page.matchAll(/\shref="([^"]*)"/g)].map(([, target]) => target ?? '')
    expect(targets.filter(target => !/^(?:#[0-9a-f]{32}|data:,)$/.test(target))).toEqual([])
  })

  it('shows the first cases and says so', () => {
    const many = Array.from({ length: SHOWN_CASES + 50 }, (_, i) => sampleFinding({ subject: `host:h${i}`, minute: i, rule: 'a' }))
    const page = [...reportHtml(sampleReport(many), 'en')].join('')
    expect(page.match(/<details class="case"/g)).toHaveLength(SHOWN_CASES)
    expect(page).toContain('The first 200 of 250 cases are shown here; report.json holds all of them.')
  })
})

describe('a large intake', () => {
  it('shows its first evidence and what could not be read, and says how much more there is', () => {
    const [whole, damaged] = sampleReport().evidence
    const evidence = Array.from({ length: SHOWN_EVIDENCE + 7 }, (_, i) => (
      { ...(i === 300 ? damaged! : whole!), paths: [`files/${String(i).padStart(4, '0')}.evtx`, ...'abcdefghi'] }))
    const page = [...reportHtml({ ...sampleReport(), evidence }, 'en')].join('')
    expect(page).toContain('7 more are in report.json.')
    expect(page.match(/files&#47;|files\/0300\.evtx/g)).toHaveLength(2)
    expect(page).toContain('<div>d</div>')
    expect(page).not.toContain('<div>e</div>')
    expect([...reportMarkdown({ ...sampleReport(), evidence }, 'en')].join('')).toContain('7 more are in report.json.')
  })
})

describe('report.md', () => {
  it('keeps its lines and its cells whatever the data holds', () => {
    fc.assert(fc.property(hostileText, fc.constantFrom(...LANGUAGES), (text, language) => {
      const outline = (value: string): string[] =>
        [...reportMarkdown(reportWith(value), language)].join('').split('\n').map(line => withoutData(line))
      expect(outline(text)).toEqual(outline(text.trim() === '' ? text : 'x'))
    }), { numRuns: byDepth(60, 400, 5_000) })
  })
})

describe('the terminal', () => {
  it('gets no control character of the data and no line beyond its width', () => {
    fc.assert(fc.property(hostileText, fc.constantFrom(...LANGUAGES), fc.integer({ min: 20, max: 200 }), (text, language, columns) => {
      for (const line of caseLines(reportWith(text), language, { columns })) {
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect([...line].length).toBeLessThanOrEqual(columns + 1)
      }
    }), { numRuns: byDepth(60, 400, 5_000) })
  })

  it('names no zone where there is no time', () => {
    const report = sampleReport([sampleFinding({ subject: 'host:ws01', minute: null, rule: 'Timeless' })])
    expect(caseLines(report, 'en', {})[1]).toBe('     no time · Findings 1\n')
  })

  it('has the usual width when it does not know its own', () => {
    expect(caseLines(sampleReport(), 'en', { columns: 0 })).toEqual(caseLines(sampleReport(), 'en', {}))
  })

  it('says of each case its priority, severity, title, time and why', () => {
    expect(caseLines(sampleReport(), 'en', { columns: 120 }).slice(0, 3).join('')).toMatchInlineSnapshot(`
      " 84  critical  LSASS Memory Read by Unusual Program and 8 more rules on ws01 and 2 others
           2020-05-01 12:03:00 – 13:36:00 UTC · Findings 9
           Between 2020-05-01 12:03:00 UTC and 2020-05-01 13:36:00 UTC, 9 rules made 9 findings on 3 connected subjects, firs…
      "
    `)
    expect(caseLines(sampleReport(), 'ja', { columns: 120 }).slice(0, 3).join('')).toMatchInlineSnapshot(`
      " 84  重大  LSASS Memory Read by Unusual Program ほか 8 件のルール（ws01 ほか 2 件）
           2020-05-01 12:03:00 – 13:36:00 UTC · 検知 9
           2020-05-01 12:03:00 UTC から 2020-05-01 13:36:00 UTC にかけて、ホスト ws01 を起点に、関連する対象 3 件で 9 種類の…
      "
    `)
  })
})

/** A report that repeats one text wherever data can stand. */
function reportWith(text: string): ReportInput {
  const base = sampleReport([sampleFinding({
    subject: `host:${text}`, minute: 0, rule: text, level: 'high', tactics: [text], techniques: [text], status: 'experimental',
    falsePositives: [`x${text}`], entities: [`user:${text}`, `process:${text}`],
    facts: [{ fact: 'test.field', numbers: {}, terms: { field: text, value: text }, eventIds: [], query: '', asOf: 0 }],
  })])
  return {
    ...base,
    evidence: base.evidence.map(each => ({
      ...each, paths: [text], format: text, dataset: text, errors: [{ offset: 1, reason: text }],
    })),
  }
}

/** The structure of a page: its tags and attribute names, without what stands between them. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'))
}

/** The structure of a line of Markdown: without code spans, escapes and words. A backtick or backslash that is left is one too many. */
function withoutData(line: string): string {
  return line.replace(/\\[^]|(`+)(?!`)[^]*?(?<!`)\1(?!`)/gu, '').replaceAll('&#124;', '').replace(/[^|*#<>[\]`\\-]/gu, '')
}

const inputs: fc.Arbitrary<ReportInput> = fc.oneof(
  hostileText.map(reportWith),
  fc.array(fc.record({
    subject: fc.constantFrom('host:a', 'host:b', 'ip:203.0.113.7', 'evidence:e'),
    minute: fc.option(fc.integer({ min: 0, max: 4_000_000 }), { nil: null }),
    rule: fc.integer({ min: 0, max: 9 }).map(i => `rule ${i}`),
    count: fc.integer({ min: 1, max: 130 }),
  }), { maxLength: 12 }).map(samples => sampleReport(samples.map(sampleFinding))),
)
