/** What people's pages ask of the server, and how often: the mixed load of bench/server.ts. */
export interface Shot {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
}

interface Kind {
  /** Of a thousand requests. */
  readonly share: number
  shot(id: string, i: number): Shot
}

/**
 * The queue is asked most: every page that shows it asks again when anybody has decided something. A case that is opened asks for itself, its
 * timeline and its history at once. What people enter is rare beside what their pages read, and a hunt rarer still.
 */
export const KINDS: Readonly<Record<string, Kind>> = {
  'queue': { share: 400, shot: () => ({ method: 'GET', path: '/cases' }) },
  'queue, filtered': { share: 80, shot: () => ({ method: 'GET', path: '/cases?minPriority=40&limit=100' }) },
  'queue, searched': { share: 10, shot: (_, i) => ({ method: 'GET', path: `/cases?q=ws0${String(i % 1_000).padStart(3, '0')}` }) },
  'case': { share: 150, shot: id => ({ method: 'GET', path: `/cases/${id}` }) },
  'timeline': { share: 120, shot: id => ({ method: 'GET', path: `/cases/${id}/timeline` }) },
  'history': { share: 120, shot: id => ({ method: 'GET', path: `/cases/${id}/decisions` }) },
  'session': { share: 50, shot: () => ({ method: 'GET', path: '/session' }) },
  'jobs': { share: 50, shot: () => ({ method: 'GET', path: '/jobs' }) },
  'status': { share: 10, shot: () => ({ method: 'GET', path: '/status' }) },
  'note': { share: 8, shot: (id, i) => ({ method: 'POST', path: `/cases/${id}/decisions`, body: { kind: 'note', value: `note ${i}`, key: `mixed-${process.pid}-${i}` } }) },
  'hunt': { share: 2, shot: () => ({ method: 'POST', path: '/hunts', body: { query: 'EventID:1', want: 'events' } }) },
}

const ORDER = Object.values(KINDS).flatMap(kind => Array.from({ length: kind.share }, () => kind))

/** The kinds well mixed: every one comes at even distances, as nearly as their numbers allow. */
export function mixedShot(cases: readonly string[]): (i: number) => Shot {
  return i => ORDER[(i * MIXING) % ORDER.length]!.shot(cases[(i * 7_919) % cases.length]!, i)
}

/** Without a common factor with the number of kinds in the order, 1,000. */
const MIXING = 617
