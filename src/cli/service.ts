import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Language } from '../model/reason.ts'
import { dataFolderPath } from '../platform/config/read-configuration.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { listenAddress } from '../server/listen-address.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import type { UnitOptions } from './service-unit.ts'
import { serviceUnit } from './service-unit.ts'

export interface ServiceOptions extends CommonOptions {
  readonly dry?: boolean
  readonly sensor?: boolean
  readonly user?: string
  readonly listen?: string
  readonly lang: Language
}

const SYSTEM_USER = 'noroshi'
const HOME = realpathSync(join(import.meta.dirname, '../..'))

/** `noroshi service install`: as root a unit of the system, else one of the user. @throws NoroshiError `service-failed`, `usage` */
export async function installService(options: ServiceOptions): Promise<number> {
  const settings = readSettings(options)
  const isRoot = process.getuid?.() === 0
  if (!isRoot && options.user !== undefined) throw new NoroshiError('usage', 'only root can choose another user')
  if (options.listen !== undefined) listenAddress(options.listen)
  const user = isRoot ? options.user ?? SYSTEM_USER : null
  const unit: UnitOptions = {
    command: options.sensor === true ? 'sensor' : 'up',
    home: HOME,
    node: realpathSync(process.execPath),
    data: dataFolderPath(options.data, settings),
    user,
    config: settings.file,
    listen: options.listen ?? null,
  }
  const text = serviceUnit(unit)
  const words = WORDS[options.lang]
  if (options.dry === true) {
    process.stdout.write(text)
    return 0
  }
  const file = isRoot ? '/etc/systemd/system/noroshi.service' : join(userInfo().homedir, '.config/systemd/user/noroshi.service')
  const steps = isRoot ? [] : ['--user']
  if (isRoot && !existsSync('/run/systemd/system')) throw new NoroshiError('service-failed', 'this machine was not started by systemd')
  if (user !== null) prepareUser(user, unit.data, words)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode: 0o644 })
  process.stdout.write(`${words.wrote(file)}\n`)
  for (const step of [['daemon-reload'], ['enable', '--now', 'noroshi.service']]) run('systemctl', [...steps, ...step])
  process.stdout.write(`${words[options.sensor === true ? 'sensorStarted' : 'started'](isRoot ? 'journalctl -u noroshi' : 'journalctl --user -u noroshi')}\n`)
  return 0
}

/** The user that it runs as, and a data folder that is theirs. */
function prepareUser(user: string, data: string, words: Words): void {
  if (spawnSync('id', ['-u', user]).status !== 0) {
    run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', user])
    process.stdout.write(`${words.madeUser(user)}\n`)
  }
  if (existsSync(data)) return
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const [uid, gid] = ['-u', '-g'].map(which => Number(spawnSync('id', [which, user], { encoding: 'utf8' }).stdout))
  chownSync(data, uid!, gid!)
  process.stdout.write(`${words.madeFolder(data)}\n`)
}

/** @throws NoroshiError `service-failed` */
function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new NoroshiError('service-failed', `${command} ${args.join(' ')}: ${(error?.message ?? stderr).trim()}`)
}

interface Words {
  wrote(file: string): string
  madeUser(name: string): string
  madeFolder(path: string): string
  started(journal: string): string
  sensorStarted(journal: string): string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    wrote: file => `wrote ${file}`,
    madeUser: name => `added the system user ${name}`,
    madeFolder: path => `made the data folder ${path}`,
    sensorStarted: journal => `enabled; enrol the machine as that user with noroshi sensor enrol, then restart the service; its journal: ${journal}`,
    started: journal => `started and enabled; the first sign-in link is in the journal: ${journal}`,
  },
  ja: {
    wrote: file => `${file} を書き込みました`,
    madeUser: name => `システムユーザー ${name} を追加しました`,
    madeFolder: path => `データフォルダー ${path} を作成しました`,
    sensorStarted: journal => `自動起動を有効にしました。同じユーザーで noroshi sensor enrol を実行して登録し、サービスを再起動してください。ジャーナル: ${journal}`,
    started: journal => `起動し、自動起動を有効にしました。最初のサインイン用リンクはジャーナルに出力されます: ${journal}`,
  },
}
