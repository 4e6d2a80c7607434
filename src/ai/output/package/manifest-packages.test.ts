import { describe, expect, test } from 'vitest'
import { CodeBefore } from './code-before.ts'
import { manifestPackages } from './manifest-packages.ts'

const namesIn = (text: string) => [...manifestPackages(text, new CodeBefore())].map(({ ecosystem, name }) => `${ecosystem} ${name}`)
const fenced = (language: string, ...lines: string[]) => `Write:\n\n\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`

describe('packages that files in an answer ask for', () => {
  test.each([
    [fenced('json', '{', '  "name": "shop",', '  "version": "1.0.0",', '  "engines": { "node": ">=20" },', '  "dependencies": {', '    "express": "^4.19.0",', '    "@acme/ui": "~1.2"', '  },', '  "devDependencies": {"vitest": "^2.0.0"}', '}'), ['npm express', 'npm @acme/ui']],
    [fenced('json', '{"require": {', '  "php": ">=8.2",', '  "symfony/console": "^7.0"', '}}'), ['composer symfony/console']],
    [fenced('txt', '# requirements.txt', 'flask==3.0.2', 'requests[socks]>=2.31,<3  ; python_version > "3.8"', 'numpy~=1.26', 'black'), ['pypi flask', 'pypi requests', 'pypi numpy']],
    [fenced('', 'module acme.example/shop', '', 'require (', '\tgithub.com/gin-gonic/gin v1.9.1', ')', 'require golang.org/x/text v0.14.0 // indirect'), ['go github.com/gin-gonic/gin', 'go golang.org/x/text']],
    [fenced('xml', '<ItemGroup>', '  <PackageReference Include="Serilog" Version="3.1.1" />', '</ItemGroup>'), ['nuget Serilog']],
    [fenced('ruby', "source 'https://rubygems.org'", "gem 'rails', '~> 7.1'", 'gem "puma"'), ['gem rails', 'gem puma']],
  ])('are %j', (text, names) => expect(namesIn(text)).toEqual(names))

  test.each([
    'flask==3.0 in a sentence', '"express": "^4.0" in a sentence', fenced('python', 'x==1.0', 'if version >=2.0:'), fenced('json', '{"version": "1.2.3", "price": "10.5", "your-package": "^1.0.0"}'), fenced('text', 'x == y', 'a 1.0', 'total >= 5'), fenced('', 'CPU 3.5 GHz', '2.0 > 1.0', '10.0.0.0/8 v4'), fenced('sh', 'gem list'),
  ])('are none in %j', text => expect(namesIn(text)).toEqual([]))
})
