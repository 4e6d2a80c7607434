/** The benchmarks by name: each is `bench/<name>.ts`, with its bar, peer and last result in bench/README.md. */
export const BENCHMARKS: readonly { readonly name: string, readonly measures: string }[] = [
  { name: 'ingest', measures: 'how many decoded events a second the event store takes, beside JSON through the same engine' },
  { name: 'ingest-files', measures: 'how fast files go in, from end to end, and how much memory all processes take' },
  { name: 'collect', measures: 'how many syslog lines a second go over TLS into the event store with our own rules on, beside rsyslog writing a file' },
  { name: 'hunt', measures: 'how long queries take over ten million stored events, also during ingest, and how soon a cancelled one stops' },
  { name: 'server', measures: 'how soon the queue of 100,000 cases, 500 event streams and a mixed load are answered, beside node:http alone' },
  { name: 'sigma', measures: 'how many events a second the Sigma engine takes, with all public rules' },
  { name: 'analyze', measures: 'how many records of Windows event logs a second are analyzed from end to end, with all public rules' },
  { name: 'guard', measures: 'how well and how fast prompts and tool calls are judged, beside TF-IDF with logistic regression' },
  { name: 'gateway', measures: 'what the gateway to language models adds to a request, and many streams at once' },
  { name: 'guard-train', measures: 'nothing: it learns the guard’s classifier from the public sets, and writes guard/model.*' },
  { name: 'retro-hunt', measures: 'how long 100 Sigma rules take over ten million stored events, and whether they find what the stream finds' },
  { name: 'who', measures: 'how long it takes to tell whose an address was, over a hundred million leases, sessions and translations' },
  { name: 'telescope', measures: 'how many packets a second the telescope takes on one core, beside flow engines, and what ten million sources cost' },
  { name: 'telescope-growth', measures: 'how early growing botnets are told beside ChangeFinder, and how often traffic without any is, on made days' },
  { name: 'traffic-names', measures: 'how well names that programs make are told from others; it learns the model of letters anew with `--write`' },
  { name: 'evtx', measures: 'how fast Windows event logs are read, beside two other readers' },
]
