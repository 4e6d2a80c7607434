import type * as z from 'zod'
import { withoutFormulaGuard } from '../../platform/csv-cell.ts'
import type { EntryKind } from '../../store/register/entry.ts'
import { ENTRY_KINDS } from '../../store/register/entry.ts'
import { ENTRY_SCHEMAS } from '../entry/entry-schemas.ts'
import { csvRecords } from './csv-records.ts'
import type { Draft, Drafts, Refusal } from './draft.ts'
import { stated } from './draft.ts'

/**
 * Entries of a CSV file: the first line names the fields, in English or Japanese; several values of one field are parted by `;`. The kind is what a column `kind` says, else
 * what is given. A column that no kind knows is refused once, with the header.
 */
export function readCsv(text: string, kind: EntryKind | null): Drafts {
  const [header, ...rows] = csvRecords(text)
  if (header === undefined) return { drafts: [], refusals: [{ line: 1, reason: 'the file is empty' }] }
  const columns = header.values.map(columnName)
  const refusals: Refusal[] = columns.flatMap((name, index) => (name === 'kind' || KNOWN_FIELDS.has(name)
    ? [] : [{ line: header.line, reason: `the column “${header.values[index]!.slice(0, MOST_SHOWN)}” is not known` }]))
  if (refusals.length > 0) return { drafts: [], refusals }
  const drafts: Draft[] = []
  for (const { values, line, problem } of rows) {
    const reason = problem ?? (values.length > columns.length ? `${values.length} values under ${columns.length} columns` : null)
    const named = values[columns.indexOf('kind')]?.trim().toLowerCase() ?? ''
    const found = named === '' ? kind : ENTRY_KINDS.find(each => each === named || KIND_NAMES[named] === each) ?? null
    if (reason !== null) refusals.push({ line, reason })
    else if (found === null) refusals.push({ line, reason: named === '' ? 'no kind is given: add a column “kind”, or name the kind' : `“${named.slice(0, MOST_SHOWN)}” is no kind of entry` })
    else drafts.push({ kind: found, line, body: bodyOf(found, columns, values) })
  }
  return { drafts, refusals }
}

function bodyOf(kind: EntryKind, columns: readonly string[], values: readonly string[]): Readonly<Record<string, unknown>> {
  return stated(Object.fromEntries(columns.flatMap((name, index) => {
    const value = withoutFormulaGuard(values[index]?.trim() ?? '')
    if (name === 'kind' || value === '') return []
    return [[name, LIST_FIELDS.get(kind)!.has(name) ? value.split(';').map(each => each.trim()).filter(each => each !== '') : value]]
  })))
}

function columnName(written: string): string {
  const name = written.normalize('NFKC').trim()
  const plain = name.toLowerCase().replaceAll(/[ _-]/g, '')
  return JAPANESE_COLUMNS[name] ?? [...KNOWN_FIELDS].find(field => field.toLowerCase() === plain) ?? SAME_COLUMNS[plain] ?? plain
}

function fieldsOf(kind: EntryKind): readonly (readonly [string, z.ZodType])[] {
  return Object.entries(ENTRY_SCHEMAS[kind].shape)
}

const KNOWN_FIELDS = new Set(ENTRY_KINDS.flatMap(kind => fieldsOf(kind).map(([name]) => name)))
/** Fields whose schema takes a list: asked of the schema, so that both cannot differ. */
const LIST_FIELDS = new Map(ENTRY_KINDS.map(kind => [kind, new Set(fieldsOf(kind).flatMap(([name, schema]) => (schema.safeParse([]).success ? [name] : [])))]))

/** What other lists call the same. */
const SAME_COLUMNS: Readonly<Record<string, string>> = {
  kind: 'kind', mac: 'macs', macaddress: 'macs', ip: 'addresses', ipaddress: 'addresses', address: 'address', hostname: 'hostnames', email: 'mail', account: 'accounts', user: 'accounts',
  prefix: 'network', cidr: 'network', subnet: 'network', location: 'place', room: 'place', contact: 'contacts', pgp: 'pgpKey', organization: 'organisation', org: 'organisation', fqdn: 'domain',
}

const JAPANESE_COLUMNS: Readonly<Record<string, string>> = {
  種別: 'kind', ID: 'id', 識別子: 'id', 管理番号: 'id', 名称: 'name', 名前: 'name', 氏名: 'name', 機器名: 'name', 組織: 'organisation', 部署: 'organisation', 上位組織: 'parent', 拠点: 'site',
  住所: 'address', 所在地: 'address', 場所: 'place', 設置場所: 'place', 部屋: 'place', ネットワーク: 'network', プレフィックス: 'network', 用途: 'use', ドメイン: 'domain', MACアドレス: 'macs',
  IPアドレス: 'addresses', ホスト名: 'hostnames', 機種: 'type', シリアル番号: 'serial', 管理者: 'owner', 所有者: 'owner', 利用者: 'owner', 連絡先: 'contacts', 重要度: 'criticality',
  メール: 'mail', メールアドレス: 'mail', 電話: 'phone', 電話番号: 'phone', アカウント: 'accounts', 言語: 'language', PGP鍵: 'pgpKey', 対応時間: 'hours', 連絡手段: 'channel', 開始日: 'since', 終了日: 'until', 備考: 'note',
}

const KIND_NAMES: Readonly<Record<string, EntryKind>> = {
  organization: 'organisation', 組織: 'organisation', 拠点: 'site', プレフィックス: 'prefix', ネットワーク: 'prefix', ドメイン: 'domain', 機器: 'device', 端末: 'device', 連絡先: 'contact', 担当者: 'contact',
}

/** Characters of what somebody wrote that a refusal repeats. */
const MOST_SHOWN = 60
