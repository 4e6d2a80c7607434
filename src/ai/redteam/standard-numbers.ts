import * as z from 'zod'

/**
 * Where a goal stands in public lists: the OWASP Top 10 for LLM applications of 2025 (that of 2026 numbers anew, so the year is part of it), the OWASP Top 10 for
 * agentic applications of 2026, and MITRE ATLAS.
 */
export const STANDARD_NUMBERS = {
  owasp: z.string().regex(/^LLM(?:0[1-9]|10):2025$/),
  agentic: z.string().regex(/^ASI(?:0[1-9]|10)$/),
  technique: z.string().regex(/^AML\.T\d{4}(?:\.\d{3})?$/),
}
