/** The benchmarks by name: each is `bench/<name>.ts`, with its bar, peer and last result in bench/README.md. */
export const BENCHMARKS: readonly { readonly name: string, readonly measures: string }[] = [
  { name: 'hunt', measures: 'how long queries take over ten million stored events, also during ingest, and how soon a cancelled one stops' },
  { name: 'sigma', measures: 'how many events a second the Sigma engine takes, with all public rules' },
  { name: 'evtx', measures: 'how fast Windows event logs are read, beside two other readers' },
]
