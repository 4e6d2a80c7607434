import type { Language } from '../model/reason.ts'
import type { BackupProgress } from '../pipeline/backup/part-writer.ts'

/** What backup and restore say. */
export const BACKUP_WORDS: Readonly<Record<Language, {
  readonly doing: Readonly<Record<BackupProgress['doing'], string>>
  made(path: string): string
  contents(parts: number, bytes: string, added: string): string
  organisation(name: string, events: number, matches: number): string
  manifest(sha256: string): string
  readonly encrypted: string
  readonly plain: string
  damaged(count: number): string
  whole(path: string, bytes: string): string
  restored(folder: string): string
  settings(path: string): string
  noSettings(path: string): string
}>> = {
  en: {
    doing: { tables: 'copying tables', events: 'copying events', evidence: 'copying evidence', files: 'copying keys and files', checking: 'checking' },
    made: path => `The backup is in ${path}`,
    contents: (parts, bytes, added) => `${parts} parts, ${bytes} (${added} of it new)`,
    organisation: (name, events, matches) => `  ${name}: ${events} events, ${matches} matches`,
    manifest: sha256 => `SHA-256 of its manifest: ${sha256} (note it elsewhere: it proves later that nothing was changed)`,
    encrypted: 'Encrypted: without the passphrase nobody can read it, you neither',
    plain: 'Not encrypted: it holds keys and evidence; keep it as safe as the data folder (--passphrase-file encrypts)',
    damaged: count => `Damaged evidence: ${count} (its bytes are not those of its name any more; noroshi evidence verify names it)`,
    whole: (path, bytes) => `${path} is whole: every part of ${bytes} was read and compared`,
    restored: folder => `Restored into ${folder}: tables, events and matches were counted and are the same`,
    settings: path => `The settings are in ${path}`,
    noSettings: path => `The settings (${path} on the old machine) are in the backup too: --settings FILE writes them`,
  },
  ja: {
    doing: { tables: 'テーブルを複製中', events: 'イベントを複製中', evidence: '証拠を複製中', files: '鍵とファイルを複製中', checking: '検査中' },
    made: path => `バックアップを ${path} に保存しました`,
    contents: (parts, bytes, added) => `${parts} 個の部分、${bytes}(うち新規 ${added})`,
    organisation: (name, events, matches) => `  ${name}:イベント ${events} 件、マッチ ${matches} 件`,
    manifest: sha256 => `目録の SHA-256:${sha256}(別の場所に控えてください。後で改変がないことを証明できます)`,
    encrypted: '暗号化済み:パスフレーズがなければ、ご自身を含め誰も読めません',
    plain: '暗号化なし:鍵と証拠を含みます。データフォルダーと同じように保護してください(--passphrase-file で暗号化できます)',
    damaged: count => `破損した証拠:${count} 件(内容が名前のハッシュと一致しません。noroshi evidence verify で確認できます)`,
    whole: (path, bytes) => `${path} は完全です。${bytes} の全部分を読み取り、照合しました`,
    restored: folder => `${folder} に復元しました。テーブル・イベント・マッチを数え直し、一致を確認しました`,
    settings: path => `設定ファイルを ${path} に書き出しました`,
    noSettings: path => `設定ファイル(元の場所は ${path})もバックアップに含まれています。--settings FILE で書き出せます`,
  },
}
