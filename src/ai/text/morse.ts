const TABLE = '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'

/** Signs of International Morse code (ITU-R M.1677-1) and what they say. */
export const MORSE: ReadonlyMap<string, string> = new Map([
  ...TABLE.split(' ').map((sign, index) => [sign, String.fromCharCode(0x61 + index)] as const),
  ...['-----', '.----', '..---', '...--', '....-', '.....', '-....', '--...', '---..', '----.'].map((sign, digit) => [sign, String(digit)] as const),
  ['.-.-.-', '.'], ['--..--', ','], ['..--..', '?'], ['-.-.--', '!'], ['-..-.', '/'], ['.--.-.', '@'],
])
