const OPENING = /<(context|documents?|knowledge(?:[_-]base)?|faqs?|references?|search[_-]results?|catalog(?:ue)?)(?:\s[^<>]{0,200})?>/gi

/**
 * What of a system prompt is confidential: all but what stands in tags that say it is there to be answered from (`<context>`, `<documents>`, `<knowledge>`,
 * `<faq>`, `<reference>`, `<search_results>`, `<catalog>`), opened and closed.
 */
export function withoutQuotable(text: string): string {
  // Letters beyond ASCII may change their length.
  const small = text.replaceAll(/[A-Z]+/g, letters => letters.toLowerCase())
  const unclosed = new Set<string>()
  let rest = ''
  let from = 0
  for (const match of text.matchAll(OPENING)) {
    const closing = `</${match[1]!.toLowerCase()}>`
    if (match.index < from || unclosed.has(closing)) continue
    const start = match.index + match[0].length
    const end = small.indexOf(closing, start)
    if (end < 0) unclosed.add(closing)
    else {
      rest += text.slice(from, start)
      from = end
    }
  }
  return rest + text.slice(from)
}
