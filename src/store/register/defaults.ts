/** Holdings of each kind that a look-up reads before and after its moment: enough to see who came before, who came after, and ends that came late; few enough to read one or two granules. */
export const HOLDINGS_READ = { before: 32, after: 12 } as const
