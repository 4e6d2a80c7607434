/** The words of the figures. */
export const FIGURES_WORDS = {
  en: {
    title: 'What comes to unused addresses', subtitle: 'Daily figures of a network telescope', days: 'Days (UTC)', packets: 'Packets', sources: 'Sources',
    infected: 'Infected hosts', surveys: 'Survey scanners', share: (percent: string) => `${percent} % of the packets`, victims: 'Victims of forged floods', family: 'By family', country: 'By country',
    system: 'By network (AS)', ports: 'Ports by hosts', port: 'Port', hosts: 'Hosts', all: 'all', without: 'without surveys', carpets: 'Networks attacked as a whole', targets: 'Addresses',
    date: 'Date', byDay: 'Infected hosts a day', lastDay: 'The last day in detail', unmarked: 'no known mark', unknownCountry: 'unknown', mirai: 'Mirai and its descendants',
    none: 'Nothing was seen.', perMinute: 'answers a minute at most', data: 'Countries and networks:', other: 'other', campaigns: 'Campaigns', lasted: (count: number) => (count === 1 ? 'one day' : `${count} days`),
    about: 'A host is infected when it carries the mark of malware or of an unknown tool, or searches with its system’s own packets. Survey scanners are told by lists, names, or by asking for many ports of a good part of the space; every figure is given with and without them. Victims are known by the answers that they send to forged addresses.',
  },
  ja: {
    title: '未使用アドレスに届く通信', subtitle: 'ネットワーク観測（ダークネット）の日次統計', days: '日数（UTC）', packets: 'パケット数', sources: '送信元',
    infected: '感染ホスト', surveys: '調査目的のスキャナ', share: (percent: string) => `全パケットの ${percent} %`, victims: 'DoS 攻撃の被害アドレス', family: 'ファミリー別', country: '国別',
    system: 'ネットワーク（AS）別', ports: 'ポート別（ホスト数順）', port: 'ポート', hosts: 'ホスト数', all: '全体', without: '調査を除く', carpets: '全体が攻撃されたネットワーク', targets: 'アドレス数',
    date: '日付', byDay: '感染ホスト数の推移', lastDay: '最終日の内訳', unmarked: '既知の特徴なし', unknownCountry: '不明', mirai: 'Mirai とその亜種',
    none: '観測された通信はありません。', perMinute: '応答/分（最大）', data: '国・ネットワークの情報:', other: 'その他', campaigns: 'キャンペーン', lasted: (count: number) => `${count} 日`,
    about: 'マルウェアまたは未知のツールの特徴を持つホストと、OS 標準のパケットで探索するホストを感染ホストとして数えています。調査目的のスキャナは、一覧、逆引き名、または観測空間の広い範囲で多数のポートを調べる挙動から判定し、すべての統計をその有無の両方で示します。DoS の被害アドレスは、詐称された宛先に返した応答から推定しています。',
  },
} as const

export type FiguresLanguage = keyof typeof FIGURES_WORDS

/** The key of a family or country as people read it. */
export function keyName(key: string, language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  if (key === 'unmarked') return words.unmarked
  if (key === 'mirai') return words.mirai
  if (key === '??') return words.unknownCountry
  return /^[A-Z]{2}$/.test(key) ? `${countryNames(language).of(key) ?? key}` : key
}

function countryNames(language: FiguresLanguage): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region' })
}
