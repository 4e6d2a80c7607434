// The floors of docs/design.md §2, top to bottom: an import goes down this list or stays on its floor.
const FLOORS = [
  ['cli/'],
  ['sensor/'],
  ['server/'],
  ['capabilities.ts', 'worker.ts'],
  ['observe/', 'detect/', 'triage/', 'intel/', 'respond/', 'malware/', 'ai/', 'train/'],
  ['register/'],
  ['notify/'],
  ['pipeline/'],
  ['store/'],
  ['query/'],
  ['model/'],
  ['platform/'],
]

const ROOMS = FLOORS[4].map(folder => folder.slice(0, -1)).join('|')

/** What model may import beside itself: it does no I/O and depends on nothing that may change under it. */
const MODEL_NEEDS = ['^src/model/', '(^|/)node_modules/zod/', '^(node:)?crypto$']

const path = floor => `^src/(${floor.map(name => (name.endsWith('/') ? name : `${name.replace('.', '\\.')}$`)).join('|')})`
const UNIT_TEST = '\\.test\\.ts$'
/** What lies in src for its unit tests alone. */
const TEST_ONLY = [UNIT_TEST, '^src/.*/testing/', '-fixtures?\\.ts$']

const upward = FLOORS.slice(1).map((floor, above) => ({
  name: 'imports upward',
  severity: 'error',
  from: { path: path(floor) },
  to: { path: path(FLOORS.slice(0, above + 1).flat()) },
}))

export default {
  forbidden: [
    ...upward,
    {
      name: 'a room imports another room',
      severity: 'error',
      from: { path: `^src/(${ROOMS})/` },
      to: { path: `^src/(${ROOMS})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'model imports more than itself, zod and node:crypto',
      severity: 'error',
      from: { path: '^src/model/', pathNot: TEST_ONLY },
      to: { pathNot: MODEL_NEEDS },
    },
    {
      name: 'an import from a folder on no floor; add it to docs/design.md §2 and here',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: path(FLOORS.flat()) },
    },
    {
      name: 'a file on no floor; add its folder to docs/design.md §2 and here',
      severity: 'error',
      from: { path: '^src/', pathNot: path(FLOORS.flat()) },
      to: {},
    },
    {
      name: 'the program imports tests or benchmarks',
      severity: 'error',
      from: { path: '^src/', pathNot: TEST_ONLY },
      to: { path: ['^(test|bench)/', ...TEST_ONLY] },
    },
    {
      name: 'a unit test imports a benchmark or another test',
      severity: 'error',
      from: { path: TEST_ONLY },
      to: { path: ['^bench/', UNIT_TEST] },
    },
    {
      name: 'the console talks to the HTTP API only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|test|bench)/' },
    },
    {
      name: 'the program imports the console',
      severity: 'error',
      from: { path: '^(src|test|bench)/' },
      to: { path: '^web/' },
    },
    { name: 'a cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'an import that cannot be resolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.runtime|noroshi-report)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
