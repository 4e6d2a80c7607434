import { byDepth } from './depth.ts'

/** A kind of text log: ten plain records, and records made to break whoever reads them. */
export interface HostileLog {
  readonly name: string
  /** Files of it begin with this. */
  readonly head: string
  /** The n-th plain record; the word `good` is in it, and in no other. */
  good(n: number): string
  readonly hostile: Readonly<Record<string, string | Buffer>>
}

/** Object keys; at the long depth a million. */
const KEYS = byDepth(0, 100_000, 1_000_000)

const MANY_KEYS = `{${Array.from({ length: KEYS }, (_, n) => `"k${n}":0`).join()}}`

/** Longer than any record that is read. */
const LONG = 'x'.repeat(byDepth(0, 16_800_000, 16_800_000))
const LONGEST = 'x'.repeat(byDepth(0, 16_800_000, 100_000_000))

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + '1' + close.repeat(depth)

const bytes = (text: string) => Buffer.from(text, 'latin1')

/** JSON objects. */
const OBJECTS = {
  'conflicting-paths': '{"a":1,"a.b":2,"a":{"b":3},"a.b.c":{"d":1},"x":[1,{"y":2}],"x.y":"z","x":{"y":{"z":null}}}',
  'deep-objects': nested(10_000, '{"a":', '}'),
  'deep-lists': `{"a":${nested(10_000, '[', ']')}}`,
  'invalid-utf-8': bytes('{"a":"\xff\xfe\xc3(\xf5\x80\x80\x80","\xed\xa0\x80":1}'),
  'nul': '{"a":"\\u0000","b\\u0000c":"\\u0000\\u0000"}',
  'raw-nul': '{"a":"\0","\0":1}',
  'huge-numbers': `{"a":1e400,"b":-1e999,"c":${'9'.repeat(5_000)},"d":18446744073709551616,"e":-0,"f":1e-400,"time":1e300}`,
  'lone-surrogates': '{"a":"\\ud800","\\udfff":"\\udfff\\ud800","b":{"\\ud83d":1}}',
  'names-of-objects': '{"__proto__":{"x":1},"constructor":{"prototype":1},"toString":"x","hasOwnProperty":null,"":{"":{"":1}},".":1,"..":2}',
} as const

const windowsEvent = (n: number, data: string) => `{"Event":{"System":{"Provider":{"Name":"Microsoft-Windows-Security-Auditing"},"EventID":4624,` +
  `"TimeCreated":{"SystemTime":"2026-01-01T00:00:0${n}Z"},"EventRecordID":${n},"Channel":"Security","Computer":"pc"},"EventData":${data}}}`

export const HOSTILE_LOGS: readonly HostileLog[] = [
  {
    name: 'json',
    head: '',
    good: n => `{"time":"2026-01-01T00:00:0${n}Z","n":${n},"text":"good"}`,
    hostile: { ...OBJECTS, 'many-keys': MANY_KEYS, 'longest': `{"a":"${LONGEST}"}`, 'torn': '{"a":' },
  },
  {
    name: 'windows',
    head: '',
    good: n => windowsEvent(n, `{"TargetUserName":"good"}`),
    hostile: Object.fromEntries(Object.entries(OBJECTS).map(([name, object]) => {
      const [before = '', after = ''] = windowsEvent(9, '@').split('@')
      return [name, Buffer.concat([Buffer.from(before), Buffer.from(object), Buffer.from(after)])]
    })),
  },
  {
    name: 'syslog',
    head: '',
    good: n => `<34>1 2026-01-01T00:00:0${n}Z host app ${n} - - good`,
    hostile: {
      'huge-priority': `<${'9'.repeat(100)}>1 2026-01-01T00:00:00Z host app 1 - - x`,
      'conflicting-paths': '<34>1 2026-01-01T00:00:00Z host app 1 - [a@1 b="1" b="2"][a@1 b.c="3"][b b="4"] x',
      'many-fields': `<34>1 2026-01-01T00:00:00Z host app 1 - [a@1 ${Array.from({ length: 100_000 }, (_, n) => `p${n}="1"`).join(' ')}] x`,
      'deep-message': `<34>1 2026-01-01T00:00:00Z host app 1 - - ${OBJECTS['deep-objects']}`,
      'invalid-utf-8': bytes('<34>1 2026-01-01T00:00:00Z host\xff app\xfe 1 - - \xff\xfe\xc3( \xed\xa0\x80'),
      'nul': '<34>1 2026-01-01T00:00:00Z ho\0st app 1 - [a@1 b="\0"] \0',
      'longest': `<34>1 2026-01-01T00:00:00Z host app 1 - - ${LONG}`,
    },
  },
  {
    name: 'csv',
    head: 'time,number,text',
    good: n => `2026-01-01T00:00:0${n}Z,${n},good`,
    hostile: {
      'many-columns': `2026-01-01T00:00:00Z${',1'.repeat(100_000)}`,
      'invalid-utf-8': bytes('2026-01-01T00:00:00Z,\xff\xfe,\xed\xa0\x80'),
      'nul': '2026-01-01T00:00:00Z,\0,"\0"',
      'huge-numbers': `${'9'.repeat(400)},1e999,-0`,
      'longest': `2026-01-01T00:00:00Z,1,"${LONG}"`,
      'deep-text': `2026-01-01T00:00:00Z,1,"${OBJECTS['deep-objects'].replaceAll('"', '""')}"`,
    },
  },
]
