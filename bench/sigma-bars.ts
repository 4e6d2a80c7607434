/** What the Sigma benchmark is held to, and what was published of another engine. */

/** Events a second by one worker, JSON parsing included, all public rules. */
export const BARS: Readonly<Record<string, number>> = {
  structured_windows: 80_000,
  raw_windows: 150_000,
  sysmon_file_event: 150_000,
  cisco_syslog: 300_000,
}

/** Of each worker; `scale` of two beside a plain arithmetic loop by two. Seconds of processor time. */
export const RUN_BARS = { loadSeconds: 1, ruleMegabytes: 150, workerMegabytes: 300, scale: 0.9 } as const

/** There is no Sigma engine to run beside in npm or Debian; what rsigma's authors published for these lanes, one core, without and with routing. */
export const PUBLISHED: { readonly where: string; readonly eventsPerSecond: Readonly<Record<string, string>> } = {
  where: 'rsigma by its authors with 3,132 public rules (Apple M4 Pro unless named), about 113 MB and 0.3 s of load',
  eventsPerSecond: {
    structured_windows: 'rsigma 19,400; routed 29,800',
    raw_windows: 'rsigma 33,900; routed 98,800 (Ryzen 7 6850U: 30,000; routed 65,800)',
    sysmon_file_event: 'rsigma 26,800; routed 45,500',
    cisco_syslog: 'rsigma 66,400; routed 106,000',
  },
}
