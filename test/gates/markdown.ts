export interface MarkdownLink {
  /** 1-based. */
  readonly line: number
  readonly target: string
}

/** Links and pictures written inline or as references, and `src` and `href` of embedded HTML; nothing inside code. */
export function markdownLinks(text: string): MarkdownLink[] {
  return proseLines(text).flatMap(({ line, prose }) =>
    [...prose.matchAll(/\]\(<?([^\s)>]+)>?[^)]*\)|^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)|\b(?:src|href)="([^"]+)"/g)]
      .map(found => ({ line, target: found[1] ?? found[2] ?? found[3] ?? '' })))
}

/** The anchors GitHub gives a document's headings: lower case, punctuation gone, blanks as hyphens, repetitions numbered. */
export function headingAnchors(text: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const { prose } of proseLines(text, line => line)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(prose)?.[1]
    if (heading === undefined) continue
    const anchor = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, '').replace(/\s/g, '-')
    let unique = anchor
    for (let repetition = 1; anchors.has(unique); repetition++) unique = `${anchor}-${repetition}`
    anchors.add(unique)
  }
  return anchors
}

/** The lines outside fenced code, by default with code spans blanked. */
function proseLines(text: string, clean = (line: string) => line.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '')): { line: number; prose: string }[] {
  let fence: string | null = null
  return text.split('\n').flatMap((source, index) => {
    const mark = /^\s*(```+|~~~+)/.exec(source)?.[1]?.slice(0, 3)
    if (mark !== undefined && (fence === null || fence === mark)) {
      fence = fence === null ? mark : null
      return []
    }
    return fence === null ? [{ line: index + 1, prose: clean(source) }] : []
  })
}
