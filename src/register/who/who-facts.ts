import type { FactTemplates } from '../../model/reason.ts'

/** The sentences of `who`: what each hop says, and why it is believed. */
export const WHO_FACTS: FactTemplates = {
  // ── What a hop says ──
  'who.translation': {
    en: '{outer} was {inner} on the inside',
    ja: '{outer} は内側の {inner} でした',
  },
  'who.lease': {
    en: '{address} was leased to {holder}',
    ja: '{address} は {holder} に割り当てられていました',
  },
  'who.session': {
    en: '{holder} was signed in to the network with {subject}{place}',
    ja: '{holder} が {subject} でネットワークに接続していました{place}',
  },
  'who.neighbour': {
    en: '{address} was seen together with {holder}',
    ja: '{address} は {holder} とともに観測されました',
  },
  'who.logon': {
    en: '{holder} signed in from {address}',
    ja: '{holder} が {address} からサインインしました',
  },
  'who.device': {
    en: '{subject} is the device {device}',
    ja: '{subject} は機器 {device} です',
  },
  'who.prefix-used': {
    en: '{address} lies in {network}',
    ja: '{address} は {network} に含まれます',
  },
  'who.prefix-unused': {
    en: '{address} lies in {network}, which is not used: nobody should answer there',
    ja: '{address} は未使用の {network} に含まれます。本来は応答する機器がありません',
  },
  'who.prefix-reserved': {
    en: '{address} lies in {network}, which is reserved',
    ja: '{address} は予約済みの {network} に含まれます',
  },
  'who.organisation': {
    en: '{subject} belongs to {organisation}',
    ja: '{subject} は {organisation} に属します',
  },
  'who.owner': {
    en: '{subject} is answered for by {owner}',
    ja: '{subject} の責任者は {owner} です',
  },
  // ── Why it is believed ──
  'who.said': {
    en: 'the log says that it holds until {until|time}',
    ja: 'ログに {until|time} まで有効とあります',
  },
  'who.ended-later': {
    en: 'the logs tell of its begin and of its end: {from|time} to {until|time}',
    ja: '開始と終了の両方がログにあります({from|time} から {until|time})',
  },
  'who.told-around': {
    en: 'the logs tell of it before and after, at {before|time} and {after|time}, and of nobody else in between',
    ja: '前後({before|time} と {after|time})の記録があり、その間に他の記録はありません',
  },
  'who.no-end-told': {
    en: 'it was told of {gap|duration} before; no end is known, and nobody else came',
    ja: '{gap|duration}前の記録です。終了の記録はなく、他の記録もありません',
  },
  'who.told-long-ago': {
    en: 'it was told of as long as {gap|duration} before; no end is known, and nobody else came',
    ja: '{gap|duration}前の古い記録です。終了の記録はなく、他の記録もありません',
  },
  'who.expired': {
    en: 'it ran out {gap|duration} before, and nobody else had got the address',
    ja: '{gap|duration}前に期限が切れていますが、その後ほかへの割り当てはありません',
  },
  'who.seen-around': {
    en: 'it was seen before and after, at {before|time} and {after|time}, and nobody else in between',
    ja: '前後({before|time} と {after|time})に観測され、その間に他の観測はありません',
  },
  'who.seen-near': {
    en: 'it was seen {gap|duration} away from that moment',
    ja: 'その時刻から {gap|duration}の差で観測されました',
  },
  'who.seen-far': {
    en: 'it was seen as far as {gap|duration} away from that moment',
    ja: 'その時刻から {gap|duration}も離れた観測です',
  },
  'who.registered-machine': {
    en: 'the register names this machine address',
    ja: '登録簿にこの MAC アドレスがあります',
  },
  'who.registered-name': {
    en: 'the register names a device of this name; machines may call themselves as they like',
    ja: '登録簿に同名の機器があります(機器名は自称です)',
  },
  'who.registered-address': {
    en: 'the register says that the address is always its own',
    ja: '登録簿に固定アドレスとして登録されています',
  },
  'who.registered': {
    en: 'the register says so',
    ja: '登録簿の記載によります',
  },
  'who.account': {
    en: 'the register names this account',
    ja: '登録簿にこのアカウントがあります',
  },
  // ── What speaks against it ──
  'who.contradicted': {
    en: 'but another log says {other}',
    ja: 'ただし別のログでは {other} です',
  },
  'who.made-up-mac': {
    en: 'but the machine made this address up (a private one): another day it is another',
    ja: 'ただし端末が自動生成した MAC アドレスのため、日が変われば別のアドレスになり得ます',
  },
  'who.others-too': {
    en: 'but the register has {others|plural:one more:# more} like it',
    ja: 'ただし登録簿に該当するものがほかに {others} 件あります',
  },
  // ── What could not be told ──
  'who.needs-port': {
    en: '{address} is shared: say the port too, as {address}:PORT',
    ja: '{address} は共有アドレスです。ポートも指定してください({address}:ポート)',
  },
  'who.nothing-learnt': {
    en: 'no log tells who had {address} then',
    ja: 'その時刻に {address} を使っていた相手を示すログはありません',
  },
  'who.nothing-registered': {
    en: 'the register does not know {address}',
    ja: '登録簿に {address} はありません',
  },
}
