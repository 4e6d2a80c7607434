import { UPRIGHT_GAIN, UPRIGHT_SHARE } from './defaults.ts'
import { englishShare } from './english.ts'
import { TURNED } from './letter-forms.ts'

const SURELY_TURNED = /[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]/g
const FEWEST_TURNED = 3

/** Text with lines that stand on their head (`ǝɹouƃᴉ`) read upright; phonetic spelling, which uses some of the same letters, is no English so. */
export function uprightText(text: string): string {
  if ((text.match(SURELY_TURNED)?.length ?? 0) < FEWEST_TURNED) return text
  return text.split('\n').map(line => {
    if ((line.match(SURELY_TURNED)?.length ?? 0) < FEWEST_TURNED) return line
    const least = Math.max(UPRIGHT_SHARE, englishShare(line.toLowerCase()).share + UPRIGHT_GAIN)
    const upright = [...line].map(letter => TURNED.get(letter) ?? TURNED.get(letter.toLowerCase()) ?? letter.toLowerCase())
    for (const reading of [upright.toReversed().join(''), line.replaceAll(SURELY_TURNED, letter => TURNED.get(letter)!)]) if (englishShare(reading).share >= least) return reading
    return line
  }).join('\n')
}
