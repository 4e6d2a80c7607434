import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { findKeys, findLeaks, findSecrets } from './find-secrets.ts'
import { GIVEN_NAMES } from './given-names.ts'
import { JAPANESE_FAMILY_NAMES } from './family-names.ts'
import { PERSONAL_PATTERNS } from './personal-patterns.ts'
import { plainDigits } from './plain-digits.ts'

const found = (text: string) => findSecrets(text).map(({ kind, start, end }) => [kind.id, text.slice(start, end)])

describe('names', () => {
  it.each([
    ['Please tell Mr. Smith that she called', 'Smith'], ['Dr. Anna-Lena Müller is away', 'Anna-Lena Müller'], ['Mrs O’Brien is in', 'O’Brien'], ['It is in Mrs. Smith’s garden', 'Smith'], ['Sehr geehrte Frau Dr. Weber,', 'Weber'],
    ['Herr von der Leyen kommt', 'von der Leyen'], ['Monsieur Jean-Pierre de la Tour', 'Jean-Pierre de la Tour'], ['Mme Dupont est là', 'Dupont'], ['Señora Beltrán', 'Beltrán'],
    ['my name is Anna Kowalski and', 'Anna Kowalski'], ['Hi, my name’s Tobi.', 'Tobi'], ['Ich heiße Jörg Kraus', 'Jörg Kraus'], ['Je m’appelle Léa Petit', 'Léa Petit'],
    ['Full name: Ludwig van Beethoven', 'Ludwig van Beethoven'], ['"name": "John Smith"', 'John Smith'], ['Nachname: Özdemir', 'Özdemir'], ['Best regards,\nIngrid Olsen', 'Ingrid Olsen'], ['Dear Anna,\nthank you', 'Anna'],
    ['田中様、お世話になっております。', '田中'], ['担当は鈴木一郎さんです', '鈴木一郎'], ['佐々木氏によると', '佐々木'], ['山田太郎に電話した', '山田太郎'], ['契約者は高橋 美咲です', '高橋 美咲'], ['ジョン・スミス氏が来た', 'ジョン・スミス'],
    ['氏名：御手洗 潔', '御手洗 潔'], ['お名前：ヤマダ タロウ', 'ヤマダ タロウ'], ['私の名前は佐藤さくらです。', '佐藤さくら'], ['はじめまして、勅使河原と申します。', '勅使河原'], ['フリガナ：ヤマダ　タロウ', 'ヤマダ　タロウ'], ['{"氏名":"山田花子","年齢":34}', '山田花子'],
  ])('finds one in %j', (text, value) => expect(found(text)).toEqual([['name', value]]))

  it.each([
    'Mr. President, may I?', 'Dr. Pepper with ice', 'Frau Bundeskanzlerin und Herr Minister', 'my name is on the list', 'my name is not important', 'name: my-app', 'Name: Apache Tomcat', 'name = Default Gateway', 'Full name: to be filled in',
    'Dear Customer,', 'Dear Sir or Madam,', 'Hi Team,', 'Best regards', 'The Miss was by an inch', 'Rose and Grace are words', 'Who was Albert Einstein?', 'Das ist Frauensache', 'Er heißt so',
    'お客様各位', '皆様、こんにちは', '仕様と模様', '奥様と神様', 'パン屋さん', '担当者名：未定', '氏名：（必須）', '名前：設定ファイル', '名前は後で決めます', '千葉県千葉市', '小林製薬の株', '本田技研工業', '山下公園と三浦半島', '森林と原子', 'ファイル名：山本', 'ユーザー様へ', '以上と申し上げます', 'フリガナ：必須', '佐藤',
  ])('finds none in %j', text => expect(found(text)).toEqual([]))

  it('knows lists without doubles', () => {
    expect(new Set(JAPANESE_FAMILY_NAMES).size).toBe(JAPANESE_FAMILY_NAMES.length)
    expect(JAPANESE_FAMILY_NAMES.filter(each => each.length < 2)).toEqual([])
    expect([...GIVEN_NAMES].filter(each => !/^\p{Lu}\p{Ll}+$/u.test(each))).toEqual([])
  })
})

describe('postal addresses', () => {
  it.each([
    ['I live at 12 Oak Drive, Springfield, IL 62704', '12 Oak Drive, Springfield, IL 62704'], ['221B Baker Street, London NW1 6XE', '221B Baker Street, London NW1 6XE'], ['Ship to 350 Fifth Avenue, New York, NY 10118.', '350 Fifth Avenue, New York, NY 10118'],
    ['It is 14 Quarry Lane now', '14 Quarry Lane'], ['398 11th Street', '398 11th Street'], ['88 N Avondale Rd #603', '88 N Avondale Rd #603'], ['in Leeds, LS1 4AP', 'Leeds, LS1 4AP'], ['San Diego, CA 92101', 'San Diego, CA 92101'],
    ['Hauptstraße 12, 10115 Berlin', 'Hauptstraße 12, 10115 Berlin'], ['Lindenweg 3a, 80331 München', 'Lindenweg 3a, 80331 München'], ['in der Berliner Str. 44', 'Berliner Str. 44'], ['12 rue de la Paix, 75002 Paris', '12 rue de la Paix, 75002 Paris'],
  ])('finds %j', (text, value) => expect(found(text)).toEqual([['address', value]]))

  it.each([
    ['大阪府大阪市北区梅田三丁目1番3号', '大阪府大阪市北区梅田三丁目1番3号'], ['住所は大阪府大阪市北区梅田３丁目１−３です', '大阪府大阪市北区梅田３丁目１−３'], ['東京都千代田区丸の内1-9-1', '東京都千代田区丸の内1-9-1'], ['渋谷区神南1-2-3に住む', '渋谷区神南1-2-3'],
    ['北海道札幌市中央区北一条西二丁目', '北海道札幌市中央区北一条西二丁目'], ['〒１００－０００１', '〒１００－０００１'], ['長野県北安曇郡白馬村北城12番地', '長野県北安曇郡白馬村北城12番地'],
  ])('finds the Japanese %j', (text, value) => expect(found(text)).toEqual([['address-jp', value]]))

  it.each([
    '5 Golden Way to do it', '4 Square Meals', '3 Easy Steps on the Road', 'Engineering 101', 'Chapter 12 Street Art', 'RFC 2119 and ISO 27001', 'in 2024 Main themes were', 'Version 3 Drive letters', 'Level B3 4LL', 'MUST B3 4LL', 'OK 12345', 'Meinungsaustausch 2024', 'Platz 3, Ring 2',
    '3 rue', 'une avenue de 12 km', '東京都の人口は1400万人', '市区町村コード 13101', '北海道の市場で1-2個', '三丁目の夕日', '2-1で勝った', '四月一日の都市', '大阪府は3番目に多い', '渋谷区で1-2日',
  ])('finds none in %j', text => expect(found(text)).toEqual([]))
})

describe('telephone numbers', () => {
  it.each([
    ['phone-jp', '09012345678に電話して', '09012345678'], ['phone-jp', '０９０ー１２３４ー５６７８', '０９０ー１２３４ー５６７８'], ['phone-jp', '03-1234-5678', '03-1234-5678'], ['phone-jp', '(03)1234-5678', '(03)1234-5678'], ['phone-jp', '+81 90 1234 5678', '+81 90 1234 5678'], ['phone-jp', '+819012345678', '+819012345678'],
    ['phone', '+1 (415) 555-2671', '+1 (415) 555-2671'], ['phone', '415-555-2671', '415-555-2671'], ['phone', '(415) 555-2671', '(415) 555-2671'], ['phone', '+442079460018', '+442079460018'], ['phone', '020 7946 0018', '020 7946 0018'], ['phone', '07700 900123', '07700 900123'],
    ['phone', '+49 30 1234567', '+49 30 1234567'], ['phone', 'Tel: 030 1234567', '030 1234567'], ['phone', 'Telefon 0171/1234567', '0171/1234567'], ['phone', '06 12 34 56 78', '06 12 34 56 78'], ['phone', '+33 6 12 34 56 78', '+33 6 12 34 56 78'], ['phone', 'my cell is 415 555 2671', '415 555 2671'],
  ])('finds %s in %j', (kind, text, value) => expect(found(text)).toEqual([[kind, value]]))

  it.each([
    '1990-01-02', '2024-05-06', '02-03-2024', '192.168.0.1', '12:30-14:00', 'order 1234567890', 'build 20240506123456', '0612345678', '2+2=4', '+100', 'x +1234567', 'UTC+09:00', '1-2-3', '100-200-3000', 'phone 5', 'call me on 12.05.2024', 'Handy mit 128 GB', 'mobile first: 2024-01-02', 'v1.415.555', '電話は3回', '01-23-4567', '0.12345678', 'RFC 5322', '978-3-16-148410-0', '550e8400-e29b-41d4-a716-446655440000',
  ])('finds none in %j', text => expect(found(text)).toEqual([]))
})

describe('numbers of papers and accounts', () => {
  it.each([
    ['my-number', 'マイナンバー：１２３４５６７８９０１８', '１２３４５６７８９０１８'], ['my-number', '１２３４－５６７８－９０１８です', '１２３４－５６７８－９０１８'], ['card', '４０１２８８８８８８８８１８８１', '４０１２８８８８８８８８１８８１'], ['card', 'It is 4012 8888 8888 1881.', '4012 8888 8888 1881'],
    ['account-yucho', '記号14380 番号12345671', '14380 番号12345671'], ['account-yucho', '記号：11940　番号：12345671', '11940　番号：12345671'], ['account-yucho', 'ゆうちょ銀行 10140-12345671', '10140-12345671'], ['account-jp', '普通預金　１２３４５６７', '１２３４５６７'],
    ['passport-jp', 'Passport No. TK1234567', 'TK1234567'], ['passport-jp', '旅券番号：TK1234567', 'TK1234567'], ['passport-jp', 'passport TZ 1234567', 'TZ 1234567'], ['passport', 'passport number 533380006', '533380006'], ['passport', 'Reisepass Nr. C01X00T47', 'C01X00T47'], ['licence-jp', '免許証番号 第３０１２３４５６７８９０号', '３０１２３４５６７８９０'],
  ])('finds %s in %j', (kind, text, value) => expect(found(text)).toEqual([[kind, value]]))

  it.each([
    '１２３４５６７８９０１９', '0020 1234 5678 9018', '記号14380', '記号の番号12', 'ゆうちょ銀行の1万円', '番号12345671', 'passport renewal', 'passport photo 35x45', 'TK1234567', 'Passport No. TK123456', 'passport is valid until 2031', '免許証番号 123', '口座は7つ',
  ])('finds none in %j', text => expect(found(text)).toEqual([]))
})

test('what is found stands where it says, with full-width signs as with others', () => {
  const datum = fc.constantFrom('4012 8888 8888 1881', '1234-5678-9018', '090-1234-5678', 'anna@example.org', '〒100-0001', '03-1234-5678')
  const wide = (text: string) => text.replaceAll(/[0-9]/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  fc.assert(fc.property(fc.array(fc.constantFrom('です。', ' and ', '、', '日本'), { maxLength: 4 }), datum, fc.boolean(), (before, value, isWide) => {
    const lead = `${before.join('')} `
    const written = isWide && !value.includes('@') ? wide(value) : value
    expect(findSecrets(`${lead}${written} 。`).map(({ start, end }) => [start, end])).toEqual([[lead.length, lead.length + written.length]])
  }), { numRuns: byDepth(50, 500, 20_000) })
})

test('plain digits change no length, and nothing where there are none', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
    expect(plainDigits(text)).toHaveLength(text.length)
    if (/^[\x00-\x7f]*$/.test(text)) expect(plainDigits(text)).toBe(text)
  }), { numRuns: byDepth(100, 1_000, 50_000) })
})

test('each way of looking finds what the one before it finds', () => {
  const text = `key ghp_${'aB3'.repeat(12)} card 4012 8888 8888 1881 mail anna@example.org`
  expect([findKeys(text), findLeaks(text), findSecrets(text), findKeys(text)].map(hits => hits.map(({ kind }) => kind.id))).toEqual([['github-token'], ['github-token', 'card'], ['github-token', 'card', 'mail'], ['github-token']])
})

test('no text takes long to look through', () => {
  for (const piece of ['Aaa ', '1 Aa ', '1-', '東京都', '田中', 'ab', '12 ', 'Mr. Aa ', 'name: ', 'A', 'あ', 'tel ', '記号1', '(0', '一丁目', 'Aa-Aa ', ', ', 'Str. ', '〒', '1 rue d’']) {
    const text = piece.repeat(20_000 / piece.length)
    const start = process.cpuUsage()
    for (const { pattern } of PERSONAL_PATTERNS) text.match(pattern)
    const { user, system } = process.cpuUsage(start)
    expect([piece, (user + system) / 1_000 < 400]).toEqual([piece, true])
  }
})
