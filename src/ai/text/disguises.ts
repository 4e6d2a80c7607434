import { MORSE } from '../text/morse.ts'

const SIGNS = new Map([...MORSE].map(([sign, letter]) => [letter, sign]))

/** What people and attackers dress texts in. */
export const DISGUISES: Readonly<Record<string, (text: string) => string>> = {
  'base64': text => Buffer.from(text).toString('base64'),
  'hex': text => Buffer.from(text).toString('hex'),
  'url': text => [...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'rot13': text => text.replaceAll(/[a-z]/gi, letter => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13))),
  'reversed': text => [...text].reverse().join(''),
  'full width': text => text.replaceAll(/[!-~]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  'zero width': text => [...text].join('\u200b'),
  'leet': text => text.replaceAll(/[oieast]/gi, letter => ({ o: '0', i: '1', e: '3', a: '4', s: '5', t: '7' })[letter.toLowerCase()] ?? letter),
  'homoglyphs': text => text.replaceAll(/[aeopc]/g, letter => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с' })[letter] ?? letter),
  'spelt': text => text.split(' ').map(word => [...word].join('.')).join(' '),
  'morse': text => text.toLowerCase().split(/\s+/).map(word => [...word].map(letter => SIGNS.get(letter)).filter(sign => sign !== undefined).join(' ')).join(' / '),
}
