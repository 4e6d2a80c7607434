import { passesBase58Check, passesIban, passesLuhn, passesMyNumber } from './checksums.ts'
import { isSeedPhrase, SEED_WORDS } from './seed-phrase.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** What stands for one person or moves money, by shape and check digit: numbers that are told to few. */
export const IDENTIFIER_PATTERNS: readonly SecretPattern[] = [
  { id: 'card', en: 'a payment card number', ja: 'クレジットカード番号', pattern: /(?<![\dA-Fa-f.])(?:[2-6]\d{3})[ +-]?(?:\d{4}[ +-]?\d{4}[ +-]?\d{4}|\d{6}[ +-]?\d{5})(?![\dA-Fa-f]|\.\d)/g, check: passesLuhn },
  { id: 'iban', en: 'a bank account number (IBAN)', ja: '銀行口座番号（IBAN）', pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g, check: passesIban },
  { id: 'my-number', en: 'a Japanese individual number', ja: 'マイナンバー', pattern: /(?<![\w-]|[\dA-F]{4} )\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w-]| [\dA-F]{4})/g, check: passesMyNumber },
  { id: 'wallet-key', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])[5KL][1-9A-HJ-NP-Za-km-z]{50,51}(?![A-Za-z0-9])/g },
  { id: 'wallet-key-extended', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{90,115}(?![A-Za-z0-9])/g },
  // A transaction has the same shape as a key: where it is called one, it is one.
  { id: 'wallet-key-hex', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])(?<!(?:tx|txs|txid|transactions?|block|blocks|hash|digest|receipt)["']?[/=: ]{1,2}["']?)0x[0-9a-fA-F]{64}(?![A-Za-z0-9])|(?:private|secret|wallet|signing)[\s_-]?key["']?\s{0,3}[:=]\s{0,3}["']?[0-9a-fA-F]{64}(?![A-Za-z0-9])/gi },
  { id: 'seed-phrase', en: 'a wallet’s recovery words', ja: 'ウォレットの復元用単語', pattern: SEED_WORDS, check: isSeedPhrase },
  { id: 'wallet', en: 'a wallet address', ja: 'ウォレットのアドレス', pattern: /(?<![A-Za-z0-9])(?:(?:bc|tb|ltc|vtc|dgb|grs)1[02-9ac-hj-np-z]{25,87}|(?:addr|stake)1[02-9ac-hj-np-z]{50,110}|(?:cosmos|osmo|terra|celestia|inj)1[02-9ac-hj-np-z]{38}|0x[0-9a-fA-F]{40}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?![A-Za-z0-9])/g },
  { id: 'wallet-base58', en: 'a wallet address', ja: 'ウォレットのアドレス', pattern: /(?<![A-Za-z0-9])[13DLMXAt9mn2][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])/g, check: passesBase58Check },
  { id: 'ssn', en: 'a US social security number', ja: '米国の社会保障番号', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  { id: 'licence-jp', en: 'a Japanese driving licence number', ja: '運転免許証番号', pattern: /(?:免許証?(?:番号)?|運転免許)[^\d\n]{0,10}(?<value>\d{12})(?!\d)/dg },
  { id: 'passport-jp', en: 'a Japanese passport number', ja: '旅券番号', pattern: /(?:旅券|パスポート|[Pp]assport|PASSPORT)[^\d\n]{0,15}?(?<![A-Za-z])(?<value>[A-Z]{2} ?\d{7})(?!\d)/dg },
  { id: 'passport', en: 'a passport number', ja: '旅券番号', pattern: /(?:passport|reisepass|passeport)(?:[- ]?(?:no\.?|number|nr\.?|nummer|num[eé]ro))?[\s:#]{1,3}(?:is |ist |lautet )?(?<value>[a-z]{0,2}\d[a-z0-9]{6,8})(?![a-z0-9])/dgi, check: found => /\d.*\d.*\d.*\d.*\d/.test(found) },
  { id: 'account-jp', en: 'a Japanese bank account', ja: '口座番号', pattern: /(?:普通|当座|貯蓄|口座)(?:預金|口座)?(?:番号)?[^\d\n]{0,6}(?<value>\d{7})(?!\d)/dg },
  // The sign of an account has five digits, of which the first is 1, and its number up to eight.
  { id: 'account-yucho', en: 'a Japan Post Bank account', ja: 'ゆうちょ銀行の記号番号', pattern: /(?:記号|ゆうちょ(?:銀行)?|郵便貯金)[^\d\n]{0,12}(?<value>1\d{4}[^\d\n]{0,3}(?:\d-)?(?:[^\d\n]{0,3}番号[^\d\n]{0,4})?\d{2,8})(?!\d)/dg },
]
