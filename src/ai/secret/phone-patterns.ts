import type { SecretPattern } from './secret-pattern.ts'

/** Words before a number that is called; in between stand few signs and no digit. */
const CALLED = String.raw`(?:t[eé]l(?:\.|[eé]phone|efono|efon(?:nummer)?)?|(?:tele|cell)?phone(?: number)?|mobile|cell|handy(?:nummer)?|mobil(?:nummer)?|portable|rufnummer|r[uü]ckruf|fax|whatsapp|call (?:me|us|him|her|them)|text me|reach (?:me|us)|anrufen|erreichbar|appele[rz]|電話(?:番号)?|携帯(?:電話|番号)?|連絡先|ファックス)`

/** A time of digits that no telephone has: years, days. */
const DATE = /^(?:19|20)\d\d[-./ ]|^\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d$/

/** Numbers that are called: as ITU-T E.164 writes them, in the ways of some countries where these are like nothing else, and any after a word that says so. */
export const PHONE_PATTERNS: readonly SecretPattern[] = [
  phone('phone-jp', 'a Japanese telephone number', '電話番号', /(?<![\w.+-])(?:\+81[ -]?(?:\(0\))?|0)\d{1,4}[ -]\d{1,4}[ -]\d{3,4}(?![\w-])|(?<![\w.+-])(?:\(0\d{1,4}\) ?|0\d{1,4}\()\d{1,4}[)-]\d{4}(?![\w-])|(?<![\w.+-])0[5789]0\d{8}(?![\w-]|\.\d)|(?<![\w.+-])\+81\d{9,10}(?!\w)/g, isJapanese),
  phone('phone', 'a telephone number', '電話番号', /(?<![\w+.])\+(?!81)[1-9]\d{0,2}(?:[ .()/-]{0,2}\d){7,13}(?!\d)/g, found => hasDigits(found, 8, 15)),
  // North America: neither part begins with 0 or 1 (NANP). Great Britain: mobiles, London, and areas of four or five digits. France: ten digits, two by two.
  phone('phone', 'a telephone number', '電話番号', /(?<![\w.+()-])(?:\([2-9]\d{2}\) ?|(?:1-)?[2-9]\d{2}-)[2-9]\d{2}-\d{4}(?![\w-])|(?<![\w.+-])\(?0(?:7\d{3} \d{3} ?\d{3}|2\d\)? \d{4} \d{4}|1\d{2}\d?\)? \d{3} \d{3,4})(?![\w-])|(?<![\w.+-])0[1-9]([ .]?)\d\d(?:\1\d\d){3}(?![\w-])/g, isWritten),
  { id: 'phone', en: 'a telephone number', ja: '電話番号', pattern: new RegExp(String.raw`(?<![\p{L}])${CALLED}(?![a-z])[^\d\n]{0,16}?(?<value>\(?0?[1-9][\d ()./-]{5,17}\d|\(?0\d[\d ()./-]{5,17}\d)(?![\w-])`, 'dgiu'), sign: /\d{3}/, check: found => hasDigits(found, 7, 13) && !DATE.test(found) },
]

function phone(id: string, en: string, ja: string, pattern: RegExp, check: (found: string) => boolean): SecretPattern {
  return { id, en, ja, pattern, sign: /\d{3}|\d\d[ .]\d\d/, check }
}

function hasDigits(found: string, least: number, most: number): boolean {
  const count = found.replaceAll(/\D/g, '').length
  return count >= least && count <= most
}

/** Ten digits of a line, eleven of a mobile, the 0 among them, which +81 stands for. */
function isJapanese(found: string): boolean {
  const digits = found.replaceAll(/\D/g, '').replace(/^810?(?=\d{9})/, '0')
  return digits.startsWith('0') && (digits.length === 10 || /^0[5-9]0\d{8}$/.test(digits))
}

/** Digits in a row without a blank are any number. */
function isWritten(found: string): boolean {
  return /\D/.test(found)
}
