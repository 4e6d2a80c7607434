import { describe, expect, test } from 'vitest'
import type { Fields } from '../model/value.ts'
import { compileQuery } from './compile-query.ts'
import { fieldEvent } from '../../test/field-event.ts'
import { parseQuery } from './parse-query.ts'

const fields: Fields = {
  Image: 'C:\\Windows\\System32\\cmd.exe',
  CommandLine: '"C:\\Windows\\System32\\cmd.exe" /c echo 100% * done?',
  EventID: 4688,
  Ratio: 2.5,
  Big: 18446744073709551615n,
  Count: '443',
  Access: '0x1410',
  Elevated: true,
  Parent: null,
  Empty: '',
  User: 'ΝΊΚΟΣ',
  City: 'İstanbul',
  Emoji: 'a😀b',
  Japanese: '狼煙を上げる',
  'Threat Name': 'EICAR',
  '@timestamp': '2026-04-17T05:24:53Z',
  'id.orig_h': '10.1.2.3',
  'user-agent': 'curl/8.1',
  answers: ['example.org', '192.0.2.7', null],
  nested: { deep: { value: 'treasure' }, list: [{ port: 22 }, { port: 443 }] },
  none: [],
  v6: '2001:0DB8::1',
  mapped: '::ffff:10.9.8.7',
  not: 'keyword',
}
const meta: Fields = {
  _id: '00ff00ff00ff00ff00ff00ff00ff00ff',
  _time: '2026-04-17T05:24:53.088849Z',
  _dataset: 'windows.sysmon',
  _evidence: 'ab'.repeat(32),
  _path: ['/cases/a.zip!/b.evtx', 'copy.evtx'],
  _record: 7,
  _rule: ['0e4f1c2a-0000-4000-8000-000000000001'],
  _subject: 'host:dc01.example.org',
}

/** [query, does it find the event above?] */
const cases: readonly (readonly [string, boolean])[] = [
  ['', true],
  ['*', true],
  ['   ', true],
  ['not *', false],

  // Values compare as a whole, without case.
  ['Image:cmd.exe', false],
  ['Image:*cmd.exe', true],
  ['Image:*CMD.EXE', true],
  ['Image:*\\cmd.exe', true],
  ['Image:C:\\Windows\\System32\\cmd.exe', true],
  ['Image:"C:\\Windows\\System32\\cmd.exe"', true],
  ['Image:"C:\\\\Windows\\\\System32\\\\cmd.exe"', true],
  ['Image:C:\\Windows\\System3?\\cmd.exe', true],
  ['Image:C:\\Windows\\System?\\cmd.exe', false],
  ['Image:*system32*', true],
  ['Image:*system32', false],
  ['Image:"*cmd.???"', true],
  ['image:*', false],
  ['User:νίκος', true],
  ['User:*Σ', true],
  ['City:istanbul', true],
  ['Emoji:a?b', true],
  ['Emoji:a??b', false],
  ['Emoji:*?b', true],
  ['Japanese:*煙*', true],
  ['Japanese:狼煙*', true],

  // Escapes.
  ['CommandLine:"*100% \\* done\\?"', true],
  ['CommandLine:"*100% \\? done\\?"', false],
  ['CommandLine:"\\"C:*"', true],
  ['CommandLine:\\"C:*', true],
  ['CommandLine:*\\ done\\?', true],
  ['Image:*\\*', false],
  ['Image:*\\\\*', true],
  ['Image:\\*', false],

  // Numbers.
  ['EventID:4688', true],
  ['EventID:4688.0', true],
  ['EventID:"4688"', true],
  ['EventID:"4688.0"', false],
  ['EventID:46*', true],
  ['EventID:0x1250', true],
  ['EventID:4.688e3', true],
  ['Ratio:2.50', true],
  ['Count:443', true],
  ['Count:443.0', false],
  ['Big:18446744073709551615', true],
  ['Big:18446744073709551616', false],
  ['Big:>18446744073709551614', true],
  ['Big:>=18446744073709551616', false],
  ['EventID:>=4688', true],
  ['EventID:>4688', false],
  ['EventID:<=4688', true],
  ['EventID:< 4689', true],
  ['EventID:>"9"', true],
  ['EventID:[4000 TO 5000]', true],
  ['EventID:[4688 to 4688]', true],
  ['EventID:{4688 TO 5000]', false],
  ['EventID:{4687 TO 4688}', false],
  ['EventID:[* TO 4688}', false],
  ['EventID:[4688 TO *]', true],
  ['Count:[80 TO 1000]', true],
  ['Access:>=0x1000', true],
  ['Access:>=5136', true],
  ['Image:>5', false],
  ['Elevated:>0', false],
  ['Elevated:true', true],
  ['Elevated:TRUE', true],
  ['Elevated:1', false],

  // Texts in ranges.
  ['user-agent:[curl TO curm]', true],
  ['user-agent:["A" TO "CURL/8.0"]', false],
  ['user-agent:>=curl/8.1', true],
  ['user-agent:>curl/8.1', false],

  // Existence and null.
  ['Image:*', true],
  ['Image:"*"', true],
  ['Parent:*', false],
  ['Parent:null', true],
  ['Parent:NULL', true],
  ['Parent:"null"', false],
  ['Absent:null', false],
  ['not Absent:*', true],
  ['Empty:*', true],
  ['Empty:""', true],
  ['Empty:null', false],
  ['none:*', false],
  ['nested:*', true],
  ['nested:treasure', false],

  // Lists and paths.
  ['answers:example.org', true],
  ['answers:null', true],
  ['answers:192.0.2.0/24', true],
  ['answers:(example.org and 192.0.2.7)', true],
  ['nested.deep.value:treasure', true],
  ['nested.list.port:443', true],
  ['nested.list.port:(22 443)', true],
  ['EventID:(1 or 4688 or 3)', true],
  ['EventID:(1 OR >=4000)', true],
  ['EventID:(not 1)', true],
  ['EventID:(1 or (not 4688))', false],
  ['EventID: (1 or 4688)', true],

  // Names.
  ['"Threat Name":eicar', true],
  ['ThreatName:eicar', true],
  ['@timestamp:2026*', true],
  ['id.orig_h:10.0.0.0/8', true],
  ['user-agent:curl*', true],
  ['not:keyword', true],
  ['"not":keyword', true],

  // Networks.
  ['id.orig_h:10.1.2.3/32', true],
  ['id.orig_h:10.1.2.4/31', false],
  ['id.orig_h:0.0.0.0/0', true],
  ['id.orig_h:"10.0.0.0/8"', false],
  ['id.orig_h:::ffff:10.0.0.0/104', true],
  ['mapped:10.0.0.0/8', true],
  ['v6:2001:db8::/32', true],
  ['v6:2001:db9::/32', false],
  ['v6:10.0.0.0/8', false],
  ['Image:10.0.0.0/8', false],

  // Free text.
  ['cmd.exe', true],
  ['CMD.exe system32', true],
  ['"echo 100%"', true],
  ['"echo  100%"', false],
  ['treasure', true],
  ['example.org', true],
  ['4688', false],
  ['tre?sure', true],
  ['e*o', true],
  ['煙', true],
  ['windows.sysmon', false],
  ['"and"', false],

  // Logic.
  ['EventID:4688 and Image:*cmd.exe', true],
  ['EventID:4688 Image:*cmd.exe', true],
  ['EventID:1 or Image:*cmd.exe', true],
  ['EventID:1 or EventID:2 Image:*', false],
  ['EventID:4688 or EventID:2 and Image:nothing', true],
  ['(EventID:4688 or EventID:2) and Image:nothing', false],
  ['NOT EventID:1 AND NOT EventID:2', true],
  ['not (EventID:1 or EventID:4688)', false],
  ['not not EventID:4688', true],
  ['EventID:4688(Image:*)', true],
  ['EventID:4688\u3000Image:*', true],

  // Meta fields.
  ['_id:00FF00ff00ff00ff00ff00ff00ff00ff', true],
  ['_time:2026-04-17T05:24:53.088849Z', true],
  ['_time:"2026-04-17 14:24:53.088849 +09:00"', true],
  ['_time:2026-04-17T05:24:53Z', false],
  ['_time:>=2026-04-17', true],
  ['_time:[2026-04-17 TO 2026-04-18}', true],
  ['_time:{2026-04-17T05:24:53.088849Z TO *]', false],
  ['_time:2026-04-17*', true],
  ['_time:*', true],
  ['_time:null', false],
  ['_dataset:windows.*', true],
  ['_evidence:abab*', true],
  ['_path:*b.evtx', true],
  ['_path:copy.evtx', true],
  ['_record:7', true],
  ['_record:<7', false],
  ['_rule:0e4f1c2a-0000-4000-8000-000000000001', true],
  ['_subject:host:dc01.example.org', true],
]

const event = fieldEvent(fields, meta)

describe('a query run in memory', () => {
  test.each(cases)('%s → %s', (text, expected) => {
    const parsed = parseQuery(text)
    if (!parsed.ok) expect.unreachable(JSON.stringify(parsed.error))
    expect(compileQuery(parsed.query)(event)).toBe(expected)
  })

  test('an event without a time has a null one', () => {
    const timeless = fieldEvent({}, { _time: null })
    const found = ['_time:null', '_time:*', '_time:>=1970-01-01', 'not _time:[1970-01-01 TO *]'].map(text => {
      const parsed = parseQuery(text)
      return parsed.ok && compileQuery(parsed.query)(timeless)
    })
    expect(found).toEqual([true, false, false, true])
  })
})
