import { JAPANESE_FAMILY_NAMES } from './family-names.ts'
import { GIVEN_NAMES } from './given-names.ts'
import type { SecretPattern } from './secret-pattern.ts'

const WORD = String.raw`\p{Lu}\p{L}{0,4}(?:['’](?!s(?!\p{L})))?\p{L}{1,20}(?:-\p{Lu}\p{L}{1,20})?`
/** One to four words, with initials and the small words of names between them. */
const NAME = String.raw`${WORD}(?: (?:\p{Lu}\. |(?:van|von|de|del|della|di|da|la|le|zu|bin|al|ter)(?: (?:der|den|la|los))? )?${WORD}){0,3}`
const FULL_NAME = String.raw`${WORD}(?: (?:\p{Lu}\. |(?:van|von|de|del|della|di|da|la|le|zu|bin|al|ter)(?: (?:der|den|la|los))? )?${WORD}){1,3}`
const TITLE = String.raw`(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Se[ñn]ora?|Signora?|Sra?|Miss)(?:\.|(?![\p{L}]))(?: ?(?:Prof|Dr)\.)?`

/** What follows a title and is no name. */
const NO_NAME = /^(?:President|Präsident(?:in)?|Chair(?:man|woman|person)?|Speaker|Minister(?:in)?|Secretary|Mayor|Ambassador|Judge|Justice|Director|Doktor|Professor|Kolleg(?:e|in)|Bürgermeister(?:in)?|Bundes\p{L}+|Kanzler(?:in)?|Richter(?:in)?|Direktor(?:in)?|Nachbar(?:in)?|Staatsanwalt|Mutter|Holle|Gott|Pepper|Who|Strange|Robot|Right|World|Universe|America|Manager|Sir|Madam|Customer|Team|Everyone|All|Hiring|The|This|That|There|They|We|You|He|She|It|If|In|On|At|And|But|Or|So|As|What|When|Where|How|Why|Please|No|Not|Yes|Here|Now|Then|To|For|From|With|Der|Die|Das|Und|Ich|Wir|Sie|Er|Es|Le|La|Les|Il|Elle|Je|Nous|Vous)$/u

const FAMILY = `(?:${JAPANESE_FAMILY_NAMES.join('|')})`
const SIGN = '[一-龥々]'
/** Given names mostly end so. */
const GIVEN = `(?:${SIGN}{0,2}(?:郎|朗|子|美|介|助|輔|樹|也|哉|彦|雄|男|夫|人|香|奈|恵|江|佳|菜|希|翔|斗|輝|造|蔵|吾|乃|紀|治|司|平|太|真|花|咲|葵|蓮|結衣|陽向|優|愛|舞|歩|薫|誠|健|豊|隆|茂|実|浩|剛|学|明|弘|正|博|和|修|進|勇|清|勝|昭|亮|大輝|一|二|三|代|穂|里|音|織|帆))`
const HONORIFIC = '(?:様|さま|さん|氏|殿|くん|君|ちゃん|先生|社長|部長|課長|係長|主任)'

/** Names where something says that they are: a title, a field, “my name is”, the end of a letter; in Japanese, common family names with a given name or an honorific. */
export const NAME_PATTERNS: readonly SecretPattern[] = [
  name(new RegExp(`(?<![\\p{L}\\p{N}.])${TITLE} (?<value>(?:(?:van|von|de|del|della|di|da|la|le|zu)(?: (?:der|den|la|los))? )?${NAME})`, 'dgu'), /(?:Mr|Ms|Mx|Mrs|Dr|Prof|Herrn?|Frau|Monsieur|Madame|Mme|Mlle|Se[ñn]ora?|Signora?|Sra?|Miss)\b/, isName),
  name(new RegExp(`(?<![\\p{L}])(?:[Mm]y (?:full |real |last |first )?name(?: is|'s|’s)|MY NAME IS|[Ii] am called|[Ii]ch hei(?:ß|ss)e|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]on nom est|[Mm]e llamo|[Mm]i nombre es|[Mm]i chiamo|[Oo] meu nome é) (?<value>${NAME})`, 'dgu'), /name|NAME|called|hei[ßs]|appelle|nom |llamo|nombre|chiamo|nome/, isName),
  name(new RegExp(`(?<![\\p{L}])(?:(?:[Ff]ull|[Pp]atient|[Cc]ustomer|[Cc]lient|[Cc]ontact|[Ee]mployee|[Cc]ardholder|[Cc]andidate|[Aa]pplicant|[Bb]eneficiary|[Rr]ecipient)(?:'s|’s)?[ _]?[Nn]ame|[Vv]orname|[Nn]achname|[Pp]rénom|[Nn]om complet|[Nn]ombre completo)["']? ?[:=] ?["']?(?<value>${NAME})`, 'dgu'), /[Nn]a?o?m/, isName),
  name(new RegExp(`(?<![\\p{L}])(?:[Nn]ame|NAME|Nom|Nombre|Nome)["']? ?[:=] ?["']?(?<value>${FULL_NAME})`, 'dgu'), /[Nn]a?o?m|NAME/, beginsAsName),
  name(new RegExp(`(?:[Rr]egards|[Ss]incerely|[Yy]ours truly|[Yy]ours faithfully|[Cc]heers|Grüßen?|Gruß|[Cc]ordialement|[Ss]aludos),?\\s{1,4}(?<value>${FULL_NAME})(?=\\s*(?:\\n|$|,))`, 'dgu'), /[Rr]egards|incerely|[Yy]ours|[Cc]heers|Gr[üu]ß|ordialement|aludos/, isName),
  name(new RegExp(`(?<![\\p{L}])(?:Dear|Hi|Hello|Liebe[r]?|Hallo|Cher|Chère|Bonjour|Hola|Estimad[oa]) (?<value>${NAME})(?=[,!:\\n]| ?[-–—])`, 'dgu'), /Dear|Hi|Hello|Liebe|Hallo|Ch[eè]re?|Bonjour|Hola|Estimad/, beginsAsName),
  name(new RegExp(`(?<!${SIGN})(?<value>${FAMILY}(?:[ \\u3000]?${GIVEN})?)(?=[ \\u3000]?${HONORIFIC})`, 'dg'), /[様氏殿君]|さ[んま]|くん|ちゃん|先生|[社部課係]長|主任/),
  name(new RegExp(`(?<!${SIGN})(?<value>${FAMILY}[ \\u3000](?:${SIGN}{1,3}|[ぁ-ん]{2,4}|[ァ-ヶー]{2,5})|${FAMILY}${GIVEN})(?![一-龥々])`, 'dg'), /[一-龥]{2}/),
  name(/(?<![ァ-ヶー])(?<value>[ァ-ヶー]{2,12}(?:・[ァ-ヶー]{2,12}){1,3})(?=[ \u3000]?(?:様|さま|さん|氏|殿|先生))/dg, /・/),
  name(new RegExp(`(?:氏名|お名前|姓名|患者名|顧客名|契約者名?|申込者名?|口座名義人?|名義人|宛名|担当者名)[ \\u3000]?[:：] ?(?<value>${SIGN}{2,6}(?:[ \\u3000]${SIGN}{1,4})?|${SIGN}{1,3}[ \\u3000]?[ぁ-ん]{2,5}|[ァ-ヶー]{2,10}(?:[ \\u3000・][ァ-ヶー]{2,10}){0,2})(?=$|[\\s、。,，）)（(」』"'/／]|様|さん|殿)`, 'dg'), /名/, isJapaneseName),
  name(new RegExp(`(?:名前|氏名|お名前)(?:は|:|：)[ \\u3000]?(?<value>${FAMILY}(?:[ \\u3000]?(?:${SIGN}{1,3}|[ぁ-ん]{2,4}?|[ァ-ヶー]{2,5}))?)(?=$|[\\s、。,，]|です|と申|といい|と言い|だ)`, 'dg'), /名/),
  name(new RegExp(`(?<=^|[\\s、。「は])(?<value>${SIGN}{2,6}|${SIGN}{1,3}[ \\u3000]${SIGN}{1,3}|[ァ-ヶー]{2,10}(?:・[ァ-ヶー]{2,10}){0,2})(?=と申し(?:ます|上げ))`, 'dg'), /と申し/, isJapaneseName),
  name(/(?:フリガナ|ふりがな|カナ氏名|氏名カナ)[）)]?[ \u3000]?[:：] ?(?<value>[ァ-ヶー]{2,8}[ \u3000]?[ァ-ヶー]{2,8}|[ぁ-ん]{2,8}[ \u3000]?[ぁ-ん]{2,8})(?=$|[\s、。,，）)])/dg, /フリガナ|ふりがな|カナ/, isJapaneseName),
]

function name(pattern: RegExp, sign: RegExp, check?: (found: string) => boolean): SecretPattern {
  return { id: 'name', en: 'a person’s name', ja: '氏名', pattern, sign, ...(check === undefined ? {} : { check }) }
}

function isName(found: string): boolean {
  return !NO_NAME.test(/^[^\s-]+/.exec(found)?.[0] ?? '')
}

/** Where a product or a file may stand as well: the first word is a given name. */
function beginsAsName(found: string): boolean {
  return GIVEN_NAMES.has(/^[^\s-]+/.exec(found)?.[0] ?? '')
}

const NO_JAPANESE_NAME = /未定|未入力|不明|任意|必須|入力|記入|省略|匿名|該当|株式|会社|有限|法人|協会|組合|仮名|別紙|同上|以上|以下|皆様|各位|サンプル|テスト|ユーザー|ゲスト|なし|表示|非公開|変更|確認|登録|上記|下記|担当|本人|弊社|当社|銀行|支店|センター|サービス|かいて|ください/

function isJapaneseName(found: string): boolean {
  return !NO_JAPANESE_NAME.test(found)
}
