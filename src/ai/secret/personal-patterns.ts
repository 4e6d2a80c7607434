import { CONTACT_PATTERNS } from './contact-patterns.ts'
import { IDENTIFIER_PATTERNS } from './identifier-patterns.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** What names a person, moves money, or says where somebody is reached. */
export const PERSONAL_PATTERNS: readonly SecretPattern[] = [...IDENTIFIER_PATTERNS, ...CONTACT_PATTERNS]
