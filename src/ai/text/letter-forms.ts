const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

/**
 * Letters of Cyrillic, Greek and the small capitals of phonetics that are drawn like Latin ones (after Unicode Technical Standard 39, confusables;
 * only those that readers of ordinary fonts cannot tell apart).
 */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map(Object.entries({
  а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y',
  ѵ: 'v', ԝ: 'w', х: 'x', ү: 'y', α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y', ω: 'w', ϲ: 'c', ϳ: 'j',
  ɑ: 'a', ɡ: 'g', ı: 'i', ʟ: 'l', ɴ: 'n', ʀ: 'r', ꜱ: 's', ꜰ: 'f', ꞯ: 'q', ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ɢ: 'g', ʜ: 'h', ɪ: 'i', ᴊ: 'j', ᴋ: 'k', ᴍ: 'm', ᴏ: 'o',
  ᴘ: 'p', ᴛ: 't', ᴜ: 'u', ᴠ: 'v', ᴡ: 'w', ʏ: 'y', ᴢ: 'z', ø: 'o', đ: 'd', ł: 'l', ħ: 'h',
}))

/** Letters of other scripts that pass for Latin ones only in a word that reads as English then: Cherokee, Lisu, Canadian syllabics, hooked Latin, Chinese and Bopomofo. */
export const LIKENESSES: ReadonlyMap<string, string> = new Map([
  ...pairs('dꭰ rꭱ tꭲ iꭵ yꭹ aꭺ jꭻ eꭼ wꮃ mꮇ hꮋ yꮍ gꮐ gꮆ hꮒ zꮓ bꮟ rꮢ wꮤ sꮥ vꮩ sꮪ lꮮ cꮯ pꮲ kꮶ dꮷ bᏼ gᏻ oꮎ uꮜ oꭴ'),
  ...pairs('bꓐ pꓑ dꓓ tꓔ gꓖ kꓗ jꓙ cꓚ zꓜ fꓝ mꓟ nꓠ lꓡ sꓢ rꓣ vꓦ hꓧ wꓪ xꓫ yꓬ aꓮ eꓰ iꓲ oꓳ uꓴ'),
  ...pairs('aᗅ aᗩ bᗷ cᑕ dᗞ dᗪ eᗴ eᕮ fᖴ hᕼ jᒍ lᒪ mᗰ nᑎ pᑭ qᑫ rᖇ sᔕ uᑌ vᐯ wᗯ x᙭ oᗝ gᘜ kᛕ gᏀ zᘔ tᖶ iᓰ yᖻ'),
  ...pairs('fƒ hɦ nɳ mɱ rɾ sʂ tƭ vʋ wɯ kƙ bɓ cƈ dɖ dɗ gɠ iɩ jʝ lɭ pƥ qʠ rɽ tʈ zʐ iɨ uʉ bƀ cȼ eɇ gǥ jɉ kꝁ rɍ tŧ yɏ zƶ eɛ nŋ yʎ lɫ nɲ oɵ ɑa gɣ'),
  ...pairs('nи rя bь bб wш wщ xж oф uц yч eэ nп aд nл zз hђ eє yў oσ dδ oθ aλ nπ zζ eξ uμ fφ tт sѕ mм'),
  ...pairs('a卂 b乃 c匚 e乇 f千 h卄 i丨 kҝ l乚 m爪 n几 p卩 r尺 s丂 u凵 x乂 y丫 z乙 w山 o口 iㅣ lㄥ oㄖ tㄒ uㄩ yㄚ jフ'),
])

/** Letters in signs that compatibility forms do not reach: parenthesised, circled and squared on black, of regions, and Braille (its first grade). */
export const SIGN_LETTERS: ReadonlyMap<string, string> = new Map([
  ...[0x249c, 0x1f110, 0x1f150, 0x1f170, 0x1f1e6].flatMap(first => [...ALPHABET].map((letter, index) => [String.fromCodePoint(first + index), letter] as const)),
  ...[1, 3, 9, 25, 17, 11, 27, 19, 10, 26, 5, 7, 13, 29, 21, 15, 31, 23, 14, 30, 37, 39, 58, 45, 61, 53].map((dots, index) => [String.fromCodePoint(0x2800 + dots), ALPHABET[index]!] as const),
])

/** What a letter looks like upside down. */
export const TURNED: ReadonlyMap<string, string> = new Map(
  pairs('aɐ bq cɔ dp eǝ eə fɟ gƃ hɥ iᴉ iı jɾ kʞ lן lꞁ mɯ nu pd qb rɹ tʇ un vʌ wʍ yʎ a∀ cƆ eƎ fℲ g⅁ k⋊ l˥ mW pԀ rᴚ t⊥ u∩ vΛ wM y⅄ .˙ ?¿ !¡ \','),
)

function pairs(written: string): [likeness: string, letter: string][] {
  return written.split(' ').map(pair => {
    const [letter, likeness] = [...pair]
    return [likeness!, letter!]
  })
}
