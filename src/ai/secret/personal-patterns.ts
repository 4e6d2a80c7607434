import { passesBase58Check, passesIban, passesLuhn, passesMyNumber } from './checksums.ts'
import { isSeedPhrase, SEED_WORDS } from './seed-phrase.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** What names a person or moves money, by shape and check digit. */
export const PERSONAL_PATTERNS: readonly SecretPattern[] = [
  { id: 'card', en: 'a payment card number', ja: 'クレジットカード番号', pattern: /(?<![\dA-Fa-f.])(?:[2-6]\d{3})[ +-]?(?:\d{4}[ +-]?\d{4}[ +-]?\d{4}|\d{6}[ +-]?\d{5})(?![\dA-Fa-f.])/g, check: passesLuhn },
  { id: 'iban', en: 'a bank account number (IBAN)', ja: '銀行口座番号（IBAN）', pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g, check: passesIban },
  { id: 'my-number', en: 'a Japanese individual number', ja: 'マイナンバー', pattern: /(?<![\w-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w-])/g, check: passesMyNumber },
  { id: 'wallet-key', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])[5KL][1-9A-HJ-NP-Za-km-z]{50,51}(?![A-Za-z0-9])/g },
  { id: 'wallet-key-extended', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{90,115}(?![A-Za-z0-9])/g },
  // A transaction has the same shape as a key: where it is called one, it is one.
  { id: 'wallet-key-hex', en: 'a wallet’s private key', ja: 'ウォレットの秘密鍵', pattern: /(?<![A-Za-z0-9])(?<!(?:tx|txs|txid|transactions?|block|blocks|hash|digest|receipt)["']?[/=: ]{1,2}["']?)0x[0-9a-fA-F]{64}(?![A-Za-z0-9])|(?:private|secret|wallet|signing)[\s_-]?key["']?\s{0,3}[:=]\s{0,3}["']?[0-9a-fA-F]{64}(?![A-Za-z0-9])/gi },
  { id: 'seed-phrase', en: 'a wallet’s recovery words', ja: 'ウォレットの復元用単語', pattern: SEED_WORDS, check: isSeedPhrase },
  { id: 'wallet', en: 'a wallet address', ja: 'ウォレットのアドレス', pattern: /(?<![A-Za-z0-9])(?:(?:bc|tb|ltc|vtc|dgb|grs)1[02-9ac-hj-np-z]{25,87}|(?:addr|stake)1[02-9ac-hj-np-z]{50,110}|(?:cosmos|osmo|terra|celestia|inj)1[02-9ac-hj-np-z]{38}|0x[0-9a-fA-F]{40}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?![A-Za-z0-9])/g },
  { id: 'wallet-base58', en: 'a wallet address', ja: 'ウォレットのアドレス', pattern: /(?<![A-Za-z0-9])[13DLMXAt9mn2][1-9A-HJ-NP-Za-km-z]{25,34}(?![A-Za-z0-9])/g, check: passesBase58Check },
  { id: 'ssn', en: 'a US social security number', ja: '米国の社会保障番号', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  { id: 'mail', en: 'a mail address', ja: 'メールアドレス', pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g },
  { id: 'phone-jp', en: 'a Japanese telephone number', ja: '電話番号', pattern: /(?<![\d-])(?:\+81[ -]?|0)\d{1,4}[ -]\d{1,4}[ -]\d{4}(?![\d-])/g },
  { id: 'address-jp', en: 'a Japanese address', ja: '住所', pattern: /〒\s?\d{3}-\d{4}|[一-龥]{2,3}[都道府県][一-龥ぁ-んァ-ヶ]{1,8}[市区郡町村][一-龥ぁ-んァ-ヶ]{0,12}\d{1,4}(?:丁目|番地|-)\d{0,4}/g },
  { id: 'licence-jp', en: 'a Japanese driving licence number', ja: '運転免許証番号', pattern: /(?:免許証?(?:番号)?|運転免許)[^\d\n]{0,10}\d{12}(?!\d)/g },
  { id: 'passport-jp', en: 'a Japanese passport number', ja: '旅券番号', pattern: /(?:旅券|パスポート|passport)[^A-Z\n]{0,15}[A-Z]{2}\d{7}(?!\d)/gi },
  { id: 'account-jp', en: 'a Japanese bank account', ja: '口座番号', pattern: /(?:普通|当座|口座)(?:預金)?(?:番号)?[^\d\n]{0,6}\d{7}(?!\d)/g },
]
