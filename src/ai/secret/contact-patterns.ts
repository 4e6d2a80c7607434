import { ADDRESS_PATTERNS } from './address-patterns.ts'
import { NAME_PATTERNS } from './name-patterns.ts'
import { PHONE_PATTERNS } from './phone-patterns.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** Who somebody is and how to reach him, as ordinary messages tell. */
export const CONTACT_PATTERNS: readonly SecretPattern[] = [
  { id: 'mail', en: 'a mail address', ja: 'メールアドレス', pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, sign: /@/ },
  ...PHONE_PATTERNS,
  ...ADDRESS_PATTERNS,
  ...NAME_PATTERNS,
]
