import { RE2JS } from 're2js'

/** Nested repetitions multiply; a longer pattern than this is no detection. */
const MAX_SOURCE_LENGTH = 16_384

export type CompiledRegex = { readonly kind: 'regex'; readonly regex: RE2JS } | { readonly kind: 'failed'; readonly reason: string }

/**
 * Compiles a pattern of a rule for an engine whose time grows with the length of the text and nothing else (RE2): whoever writes a rule
 * or an event cannot make it hang. `$` is the very end of the text. `flags` are letters of `ims`.
 */
export function compileRegex(source: string, flags: string): CompiledRegex {
  if (source.length > MAX_SOURCE_LENGTH) return { kind: 'failed', reason: `it is longer than ${MAX_SOURCE_LENGTH} characters` }
  try {
    const bits = (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
      (flags.includes('m') ? RE2JS.MULTILINE : 0) |
      (flags.includes('s') ? RE2JS.DOTALL : 0)
    return { kind: 'regex', regex: RE2JS.compile(source, bits) }
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}
