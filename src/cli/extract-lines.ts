import type { Language } from '../model/reason.ts'
import type { ExtractReport } from '../pipeline/extract/extract-report.ts'

/** The report of an extract for people. */
export function extractLines(report: ExtractReport, language: Language): string[] {
  const words = WORDS[language]
  const { datasets, refused, replaced, dropped, fields } = report
  return [
    words.made(report.events, report.file),
    `SHA-256 ${report.sha256}`,
    words.why(report.person, report.recipient, report.basis, report.made.slice(0, 10)),
    words.query(report.query, report.position),
    ...Object.entries(datasets).map(([dataset, count]) => `  ${String(count).padStart(10)}  ${dataset}`),
    ...Object.entries(refused).map(([dataset, count]) => words.refused(dataset, count)),
    words.replaced(replaced.address, replaced.mac, replaced.user, replaced.host, replaced.domain, replaced.mail),
    words.names(report.names, report.ownDomains.length),
    ...(dropped.length === 0 ? [] : [words.dropped(dropped.join(' '))]),
    words.fields(Object.keys(fields).length),
    words.key(report.keyFingerprint),
    words.rest,
  ].map(line => `${line}\n`)
}

const WORDS = {
  en: {
    made: (events: number, file: string) => `${events} events are in ${file}`,
    why: (person: string, recipient: string, basis: string, day: string) => `Made by ${person} on ${day} for ${recipient}; basis: ${basis}`,
    query: (query: string, position: number) => `Query: ${query} (position ${position})`,
    refused: (dataset: string, count: number) => `  left out: ${count} of ${dataset}; the catalogue does not say that extracts of it may be made`,
    replaced: (address: number, mac: number, user: number, host: number, domain: number, mail: number) =>
      `Replaced: ${address} addresses (prefixes kept), ${mac} hardware addresses, ${user} users, ${host} hosts, ${domain} own domains, ${mail} mail addresses`,
    names: (names: number, domains: number) => `${names} names and ${domains} own domains were looked for in every text; read again, the file holds none of them`,
    dropped: (names: string) => `Left out: ${names}`,
    fields: (count: number) => `${count} fields were written; report.json names them`,
    key: (fingerprint: string) => `Key ${fingerprint}: extracts with the same key have the same pseudonyms`,
    rest: 'Look through it before you give it away: what people write in free text, and what is encoded (Base64, hexadecimal), no program knows; --drop FIELD leaves it out',
  },
  ja: {
    made: (events: number, file: string) => `イベント ${events} 件を ${file} に書き出しました`,
    why: (person: string, recipient: string, basis: string, day: string) => `作成者:${person}(${day})、提供先:${recipient}、根拠:${basis}`,
    query: (query: string, position: number) => `クエリ:${query}(位置 ${position})`,
    refused: (dataset: string, count: number) => `  除外:${dataset} の ${count} 件(カタログで抽出が許可されていません)`,
    replaced: (address: number, mac: number, user: number, host: number, domain: number, mail: number) =>
      `置換:アドレス ${address} 件(プレフィックスは保持)、MAC アドレス ${mac} 件、ユーザー ${user} 件、ホスト ${host} 件、自組織ドメイン ${domain} 件、メールアドレス ${mail} 件`,
    names: (names: number, domains: number) => `名前 ${names} 件と自組織ドメイン ${domains} 件を全テキストから探しました。読み直した結果、ファイルには残っていません`,
    dropped: (names: string) => `除外したフィールド:${names}`,
    fields: (count: number) => `書き出したフィールドは ${count} 種類です(一覧は report.json)`,
    key: (fingerprint: string) => `鍵 ${fingerprint}:同じ鍵で作った抽出は同じ仮名になります`,
    rest: '渡す前に目を通してください。自由記述や符号化された内容(Base64、16 進)はプログラムには判断できません。--drop フィールド名 で除外できます',
  },
} as const
