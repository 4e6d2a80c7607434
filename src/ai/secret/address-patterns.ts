import type { SecretPattern } from './secret-pattern.ts'

const PREFECTURE = '(?:北海道|東京都|(?:大阪|京都)府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄)県)'
const NUMERAL = String.raw`(?:\d{1,4}|[一二三四五六七八九十百]{1,4})`
/** Of a block and a house: 1-2-3, 三丁目1番3号, 12番地. */
const BLOCK = `${NUMERAL}(?:丁目|番地|番(?!目)|-|の(?=\\d))(?:${NUMERAL}(?:番地?|号|-|の(?=\\d))?){0,3}`
const FLAT = String.raw`(?:[ \u3000]?[一-龥ァ-ヶーA-Za-z]{1,12}(?:ビル|マンション|ハイツ|コーポ|荘|タワー|アパート|レジデンス)?[ \u3000]?\d{1,4}(?:号室|号|階))?`
/** Hiragana, but for those that stand after a place in a sentence: で, は, を. */
const KANA = 'ぁ-てと-のば-ゑん'
const TOWN = '[一-龥々ヶァ-ヴー]{1,8}'

const STATE = '(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])'
const ZIP = String.raw`${STATE}\.? \d{5}(?:-\d{4})?(?!\d)`
/** Of Great Britain; the last two letters are never C, I, K, M, O or V. */
const POSTCODE = '[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z\\d])'
const CITY = String.raw`\p{Lu}[\p{L}.'’-]{1,20}(?: \p{Lu}[\p{L}.'’-]{1,20}){0,2}`
const HOUSE = String.raw`(?<![\p{L}\d.,/$€£#-])\d{1,5}[A-Za-z]?(?:-\d{1,4})? (?:(?:North|South|East|West|[NSEW])\.? )?(?:(?:\p{Lu}[\p{L}.'’-]{1,20}|\d{1,3}(?:st|nd|rd|th)) ){1,3}`
const UNIT = String.raw`(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor)\.? ?#?\w{1,5}| #\w{1,5})?`
const STREET = '(?:Street|Avenue|Ave|Boulevard|Blvd|Road|Rd|Lane|Parkway|Pkwy)'
/** Words that are no streets as often. */
const PERHAPS_STREET = '(?:St|Ln|Drive|Dr|Court|Ct|Circle|Cir|Place|Pl|Square|Sq|Terrace|Ter|Trail|Way|Highway|Hwy|Crescent|Close|Gardens|Grove|Mews|Row|Hill|Park|Walk|Yard|Wharf|Green)'

/** Where somebody lives: the words and numbers of an address, which nothing else has in that order. */
export const ADDRESS_PATTERNS: readonly SecretPattern[] = [
  address('address-jp', new RegExp(`〒\\s?\\d{3}-?\\d{4}(?!\\d)|${PREFECTURE}[ \\u3000]?(?!の)[一-龥々${KANA}ァ-ヶ]{1,10}[市区郡町村][ \\u3000]?[一-龥々${KANA}ァ-ヶー]{0,16}?[ \\u3000]?${BLOCK}${FLAT}|[一-龥々]{1,4}[市区][ \\u3000]?${TOWN}?[ \\u3000]?${NUMERAL}(?:丁目|-)${NUMERAL}(?:番地?|-)${NUMERAL}号?(?![\\d-])${FLAT}`, 'g'), /〒|[市区郡町村]/, '住所'),
  address('address', new RegExp(`${HOUSE}(?:${STREET}(?![\\p{L}\\d])\\.?${UNIT}(?:,? ${CITY}(?:, ${ZIP}|,? ${POSTCODE}))?|${PERHAPS_STREET}\\.?${UNIT},? ${CITY}(?:, ${ZIP}|,? ${POSTCODE}))`, 'gu'), /\d /),
  address('address', new RegExp(`(?<![\\p{L}\\d])(?=\\p{Lu}\\p{Ll})${CITY}(?:, ${ZIP}|, ?${POSTCODE}| (?=[A-Z]{2})${POSTCODE})`, 'gu'), /\d[ABD-HJLNP-UW-Z]{2}|[A-Z]{2}\.? \d{5}/),
  // German: the street in one word, the number, and, where the word is no street as often, the postcode and the town.
  address('address', /(?<!\p{L})\p{Lu}[\p{L}.-]{1,24}(?:(?:[ -](?:Stra(?:ß|ss)e|Str\.|Gasse)|(?<=\p{L})(?:stra(?:ß|ss)e|str\.|gasse)) \d{1,4}(?: ?[a-z](?!\p{L}))?(?!\d)(?:,? ?\n?(?:D-)?\d{5} \p{Lu}\p{L}[\p{L}-]{1,24})?|(?:weg|allee|platz|ring|damm|ufer|steig|chaussee|markt|Weg|Allee|Platz|Ring|Damm|Ufer)? \d{1,4}(?: ?[a-z])?(?:,|\n|, ?\n) ?(?:D-)?\d{5} \p{Lu}\p{L}[\p{L}-]{1,24})/gu, /\d/),
  address('address', /(?<![\p{L}\d])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|all[ée]e|impasse|quai|cours) (?:(?:de la|de|du|des|la|le|les) |(?:de )?[ld]['’])?\p{Lu}[\p{L}'’-]{1,20}(?:[ -]\p{Lu}[\p{L}'’-]{1,20}){0,3}(?:,? \d{5} \p{Lu}[\p{L}-]{1,24})?/gu, /\d,? (?:\w{1,4} )?(?:rue|avenue|boulevard|place|chemin|all|impasse|quai|cours)/),
]

function address(id: string, pattern: RegExp, sign: RegExp, ja = '住所'): SecretPattern {
  return { id, en: id === 'address-jp' ? 'a Japanese address' : 'a postal address', ja, pattern, sign }
}
