import { ENCODINGS_OF_BYTES } from './byte-encodings.ts'
import { TURNED } from './letter-forms.ts'
import { MORSE } from './morse.ts'

const SIGNS = new Map([...MORSE].map(([sign, letter]) => [letter, sign]))
const UPSIDE_DOWN = new Map([...TURNED].reverse().map(([likeness, letter]) => [letter, likeness]))
const SPOKEN = 'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu'.split(' ')
const KEYS = 'qwertyuiop[asdfghjkl;zxcvbnm,'
const PICTURES = ['🔥', '🌈', '🎉', '🚀']
const LETTER_A = 0x61
const ESCAPE = 4

/** What people and attackers dress texts in. */
export const DISGUISES: Readonly<Record<string, (text: string) => string>> = {
  'base64': text => Buffer.from(text).toString('base64'),
  'base64 twice': text => Buffer.from(Buffer.from(text).toString('base64')).toString('base64'),
  'base64 of rot13': text => Buffer.from(shifted(text)).toString('base64'),
  'base32': text => ENCODINGS_OF_BYTES.base32.encode(Buffer.from(text)),
  'base58': text => ENCODINGS_OF_BYTES.base58.encode(Buffer.from(text)),
  'base85': text => ENCODINGS_OF_BYTES.base85.encode(Buffer.from(text)),
  'ascii85': text => `<~${ENCODINGS_OF_BYTES.ascii85.encode(Buffer.from(text))}~>`,
  'hex': text => Buffer.from(text).toString('hex'),
  'binary': text => bytes(text, byte => byte.toString(2).padStart(8, '0'), ' '),
  'octal': text => bytes(text, byte => byte.toString(8).padStart(3, '0'), ' '),
  'decimal': text => bytes(text, byte => String(byte), ' '),
  'url': text => bytes(text, byte => `%${byte.toString(16).padStart(2, '0')}`, ''),
  'quoted-printable': text => bytes(text, byte => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`, ''),
  'unicode escapes': text => units(text, unit => `\\u${unit.toString(16).padStart(ESCAPE, '0')}`),
  'percent-u escapes': text => units(text, unit => `%u${unit.toString(16).padStart(ESCAPE, '0')}`),
  'hex escapes': text => bytes(text, byte => `\\x${byte.toString(16).padStart(2, '0')}`, ''),
  'entities': text => [...text].map(letter => `&#${letter.codePointAt(0)};`).join(''),
  'rot13': shifted,
  'rot13 in leet': text => shifted(text).replaceAll(/[eotas]/g, letter => ({ e: '3', o: '0', t: '+', a: '@', s: '$' })[letter] ?? letter),
  'atbash': text => text.replaceAll(/[a-z]/gi, letter => String.fromCharCode((letter < 'a' ? 155 : 219) - letter.charCodeAt(0))),
  'reversed': text => [...text].reverse().join(''),
  'words reversed': text => text.split(' ').map(word => [...word].reverse().join('')).join(' '),
  'pig latin': text => text.replaceAll(/[a-z']+/gi, word => (/^[aeiou]/i.test(word) ? `${word}way` : word.replace(/^([^aeiou']{1,3})(.*)$/i, '$2$1ay'))),
  'keyboard shift': text => text.replaceAll(/[a-z]/gi, letter => KEYS[KEYS.indexOf(letter.toLowerCase()) + 1]!),
  'full width': text => text.replaceAll(/[!-~]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  'zero width': text => [...text].join('\u200b'),
  'zalgo': text => [...text].join('\u0336\u0301\u0325'),
  'leet': text => text.replaceAll(/[oieast]/gi, letter => ({ o: '0', i: '1', e: '3', a: '4', s: '5', t: '7' })[letter.toLowerCase()] ?? letter),
  'leet of signs': text => text.replaceAll(/[oieastlg]/gi, letter => ({ o: '0', i: '!', e: '€', a: '@', s: '$', t: '+', l: '|', g: '6' })[letter.toLowerCase()] ?? letter),
  'leet in capitals': text => text.toUpperCase().replaceAll(/[EAST]/g, letter => ({ E: '3', A: '@', S: '$', T: '+' })[letter] ?? letter).replaceAll('I', 'Ι'),
  'alternating capitals': text => [...text].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join(''),
  'homoglyphs': text => text.replaceAll(/[aeopc]/g, letter => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' })[letter] ?? letter),
  'small capitals': text => lettered(text, [...'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀsᴛᴜᴠᴡxʏᴢ']),
  'circled': text => lettered(text, letters(0x24d0)),
  'squared on black': text => lettered(text, letters(0x1f170)),
  'of regions': text => lettered(text, letters(0x1f1e6)).replaceAll(/(?<=[\u{1f1e6}-\u{1f1ff}])(?=[\u{1f1e6}-\u{1f1ff}])/gu, ' '),
  'raised': text => lettered(text, [...'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ𐞥ʳˢᵗᵘᵛʷˣʸᶻ']),
  'fraktur': text => lettered(text, letters(0x1d586)),
  'double-struck': text => lettered(text, letters(0x1d552)),
  'canadian': text => lettered(text, [...'ᗩᗷᑕᗪᗴᖴᘜᕼiᒍKᒪᗰᑎoᑭᑫᖇᔕTᑌᐯᗯ᙭YZ']),
  'braille': text => lettered(text, [...'⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵']),
  'upside down': text => [...text.toLowerCase()].reverse().map(letter => UPSIDE_DOWN.get(letter) ?? letter).join(''),
  'spelt': text => text.split(' ').map(word => [...word].join('.')).join(' '),
  'spelt with spaces': text => text.split(' ').map(word => [...word].join(' ')).join('   '),
  'spelt a letter a line': text => text.split(' ').map(word => [...word].join('\n')).join('\n\n'),
  'spelt with pictures': text => text.split(' ').map(word => [...word].map((letter, index) => (index === 0 ? letter : PICTURES[index % PICTURES.length]! + letter)).join('')).join(' '),
  'parted by tags': text => text.replaceAll(/(\p{L}{2})(\p{L}{2,})/gu, '$1<SPLIT>$2'),
  'parted by emphasis': text => text.replaceAll(/(\p{L}{2})(\p{L}{2,})/gu, '$1**$2**'),
  'one name': text => text.replaceAll(/(?<=\p{L}) (?=\p{L})/gu, '_'),
  'spoken letters': text => text.toLowerCase().split(/\s+/).map(word => [...word].map(letter => SPOKEN[letter.charCodeAt(0) - LETTER_A] ?? letter).join(' ')).join(' / '),
  'morse': text => text.toLowerCase().split(/\s+/).map(word => [...word].map(letter => SIGNS.get(letter)).filter(sign => sign !== undefined).join(' ')).join(' / '),
}

function shifted(text: string): string {
  return text.replaceAll(/[a-z]/gi, letter => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)))
}

function bytes(text: string, write: (byte: number) => string, between: string): string {
  return [...Buffer.from(text)].map(write).join(between)
}

function units(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('')
}

function letters(first: number): string[] {
  return Array.from({ length: 26 }, (_, index) => String.fromCodePoint(first + index))
}

/** @param alphabet for a to z, small and capital */
function lettered(text: string, alphabet: readonly string[]): string {
  return text.toLowerCase().replaceAll(/[a-z]/g, letter => alphabet[letter.charCodeAt(0) - LETTER_A]!)
}
