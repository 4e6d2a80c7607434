import { truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { MOST_LIST_BYTES } from './defaults.ts'
import type { Ecosystem } from './ecosystem.ts'
import { readPackages } from './read-packages.ts'

const written = (file: string, text: string) => join(temporaryFolder({ [file]: text }), file)
const read = (file: string, text: string) => readPackages([written(file, text)])
const has = (file: string, text: string, ...names: (readonly [Ecosystem, string])[]) => {
  const known = read(file, text)
  return [...names.map(([ecosystem, name]) => known.has(ecosystem, name)), known.size]
}

describe('lists of packages', () => {
  test('name one a line, with its ecosystem or that of the program that installs it', () => {
    expect(has('list.txt', '\ufeff# ours\r\nnpm express\r\nyarn @acme/ui # the shop\r\npip Django_Rest.Framework\r\n\r\ncrates.io serde_json\r\r\ngolang github.com/Acme/x/v2\r\n', ['npm', 'express'], ['npm', '@acme/ui'], ['pypi', 'django-rest-framework'], ['cargo', 'serde-json'], ['go', 'github.com/acme/x'], ['npm', 'serde-json']))
      .toEqual([true, true, true, true, true, false, 5])
  })

  test('name one a line, in a file that is called after its ecosystem', () => {
    expect(has('npm.txt', `express\n@acme/ui\n-\n${'vue\n'.repeat(200)}`, ['npm', 'express'], ['npm', '@acme/ui'])).toEqual([true, true, 3])
    expect(has('pip-own.list', 'Acme.Client\npypi other\nnpm express', ['pypi', 'acme-client'], ['pypi', 'other'], ['npm', 'express'])).toEqual([true, true, true, 3])
    // As index.rubygems.org/names and apt-cache pkgnames write them.
    expect(has('gem-names', '---\n_\nrails\nnokogiri\n', ['gem', 'rails'])).toEqual([true, 3])
    expect(has('apt.txt', 'g++\nlibssl-dev\n', ['apt', 'g++'], ['apt', 'libssl-dev:arm64'])).toEqual([true, true, 2])
  })

  test('are JSON as registries publish it', () => {
    expect(has('simple.json', '{"meta": {"_last-serial": 3, "api-version": "1.1"}, "projects": [{"_last-serial": 1, "name": "0"}, {"name": "Flask"}, {"name": 4}, null]}', ['pypi', 'flask'], ['pypi', '0'])).toEqual([true, true, 2])
    expect(has('npm-names.json', '["react", "@types/node", "JSONStream", 3, "two words"]', ['npm', 'react'], ['npm', '@types/node'], ['npm', 'jsonstream'])).toEqual([true, true, true, 3])
    expect(has('all-docs.json', '{"total_rows": 2, "rows": [{"id": "react", "key": "react"}, {"id": "vue"}]}', ['npm', 'vue'])).toEqual([true, 2])
    expect(has('packagist.json', '{"packageNames": ["symfony/console", "laravel/framework"]}', ['composer', 'symfony/console'])).toEqual([true, 2])
  })

  test.each([
    ['package-lock.json', JSON.stringify({ packages: { '': { name: 'shop' }, 'node_modules/vue': {}, 'node_modules/a/node_modules/@acme/b': {} } }), 'npm', ['vue', '@acme/b'], ['shop', 'a']],
    ['package-lock.json', JSON.stringify({ dependencies: { vue: { dependencies: { inner: {} } } } }), 'npm', ['vue', 'inner'], []],
    ['package.json', '{"name": "shop", "dependencies": {"vue": "3"}, "devDependencies": {"vitest": "*"}}', 'npm', ['vue', 'vitest'], ['shop']],
    ['yarn.lock', '# yarn lockfile v1\n\n"@acme/ui@^1.0":\n  version "1.0"\n\nvue@^3, vue@^3.1:\n  version "3.1"\n', 'npm', ['@acme/ui', 'vue'], ['version']],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\npackages:\n\n  '@acme/ui@1.0.0':\n    resolution: {}\n\n  vue@3.4.0:\n    resolution: {}\n", 'npm', ['@acme/ui', 'vue'], []],
    ['bun.lock', '{"packages": {"vue": ["vue@3.4.0", "", {}], "@acme/ui": ["@acme/ui@1.0.0", {}]}}', 'npm', ['vue', '@acme/ui'], []],
    ['requirements-dev.txt', '# all\nFlask==3.0\nrequests[socks]>=2 ; python_version > "3"\n-r other.txt\nblack # style\ngit+https://x/y\n', 'pypi', ['flask', 'requests', 'black'], ['other', 'git']],
    ['Pipfile.lock', '{"default": {"flask": {}}, "develop": {"pytest": {}}}', 'pypi', ['flask', 'pytest'], []],
    ['uv.lock', 'version = 1\n[[package]]\nname = "anyio"\nversion = "4"\n', 'pypi', ['anyio'], ['version']],
    ['Cargo.lock', '[[package]]\nname = "serde_json"\nversion = "1"\n', 'cargo', ['serde-json'], []],
    ['Gemfile.lock', 'GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (7.1)\n      actionpack (= 7.1)\n\nDEPENDENCIES\n  puma\n', 'gem', ['rails'], ['remote']],
    ['go.sum', 'github.com/lib/pq v1.10.9 h1:x=\ngithub.com/lib/pq v1.10.9/go.mod h1:x=\n', 'go', ['github.com/lib/pq'], []],
    ['go.mod', 'module acme.example/shop\n\ngo 1.22\n\nrequire (\n\tgithub.com/lib/pq v1.10.9\n)\nrequire golang.org/x/text v0.1.0\n', 'go', ['github.com/lib/pq', 'golang.org/x/text'], ['acme.example/shop']],
    ['composer.lock', '{"packages": [{"name": "symfony/console"}], "packages-dev": [{"name": "phpunit/phpunit"}]}', 'composer', ['symfony/console', 'phpunit/phpunit'], []],
    ['composer.json', '{"name": "acme/shop", "require": {"php": ">=8", "symfony/console": "^7"}}', 'composer', ['symfony/console'], ['acme/shop']],
    ['packages.lock.json', '{"dependencies": {"net8.0": {"Serilog": {}}}}', 'nuget', ['serilog'], ['net8.0']],
    ['Shop.csproj', '<ItemGroup><PackageReference Include="Serilog" Version="3" /></ItemGroup>', 'nuget', ['Serilog'], []],
  ] as const)('are lock files: %s', (file, text, ecosystem, names, others) => {
    const known = read(file, text)
    expect([names.filter(name => !known.has(ecosystem, name)), others.filter(name => known.has(ecosystem, name))]).toEqual([[], []])
  })

  test('may name all that begins so, as the scopes of an .npmrc do, and cover nothing by that', () => {
    const known = readPackages([written('list.txt', 'npm express\nnpm @acme/*\npypi acme-*\n'), written('.npmrc', 'registry=https://registry.npmjs.org/\n@shop:registry=https://npm.shop.example/\n')])
    expect([known.has('npm', '@acme/anything'), known.has('npm', '@acmes/x'), known.has('npm', '@shop/x'), known.hasImport('npm', '@shop/x'), known.covers('npm'), known.covers('pypi'), known.covers('gem')]).toEqual([true, false, true, true, true, false, false])
  })

  test.each([
    ['express\n', 'list.txt:1: is no line like `npm express`'], ['npm express\nhex phoenix\n', 'list.txt:2: is no line like'], ['npm a b c', 'list.txt:1'], ['npm ../x', 'list.txt:1: is no name of npm'], ['', 'names no package'], ['# none\n', 'names no package'],
    ['["express"]', 'is no list of names'], ['{"a": 1}', 'is no list of names'], ['{"a', 'is no list.txt that can be read'], ['[package]\nname = 1', 'is no list.txt that can be read'],
  ])('that cannot be read say where and why: %j', (text, words) => expect(() => read('list.txt', text)).toThrow(words))

  test('that cannot be read are told as they are', () => {
    expect(() => readPackages([join(temporaryFolder(), 'none.txt')])).toThrow(/none\.txt: cannot be read: .*ENOENT/)
    const large = written('npm.txt', 'express\n')
    truncateSync(large, MOST_LIST_BYTES + 1)
    expect(() => readPackages([large])).toThrow(/npm\.txt: is larger than 200000000 bytes/)
    expect(() => read('package-lock.json', '{')).toThrow('is no package-lock.json that can be read')
    expect(() => read('npm.txt', 'express\nleft pad\nx y z\n')).toThrow('npm.txt:2')
    expect(() => read('npm.txt', `${'express\n'.repeat(9)}vue@3\n`)).toThrow('npm.txt:10: is no name of npm')
  })

  test('are read whatever they hold, or refused in words', () => {
    const file = fc.constantFrom('list.txt', 'npm.txt', 'pypi.json', 'package-lock.json', 'yarn.lock', 'go.mod', '.npmrc', 'requirements.txt', 'Shop.csproj', 'composer.lock')
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.array(fc.constantFrom('npm ', 'express', '\n', '@a/', '*', '{"packages":', '[', '"rows"', '==1'), { maxLength: 12 }).map(parts => parts.join('')))
    const folder = temporaryFolder()
    fc.assert(fc.property(file, text, (name, content) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      try {
        expect(readPackages([path]).size).toBeGreaterThanOrEqual(0)
      } catch (error) {
        expect(error).toMatchObject({ code: 'bad-configuration' })
      }
    }), { numRuns: byDepth(40, 1_000, 20_000) })
  })
})
