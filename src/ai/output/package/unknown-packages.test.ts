import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { AnswerText } from '../answer-text.ts'
import type { OutputFinding } from '../output-guard.ts'
import { judgeOutput } from '../output-guard.ts'
import type { Ecosystem } from './ecosystem.ts'
import { KnownPackages } from './known-packages.ts'

const NAMES: Readonly<Partial<Record<Ecosystem, readonly string[]>>> = {
  npm: ['react', 'react-dom', 'express', 'lodash', 'vite', '@types/node', '@acme/*'], pypi: ['requests', 'numpy', 'pandas', 'flask', 'beautifulsoup4', 'scikit-learn', 'google-cloud-storage', 'PyYAML', 'python-dateutil'],
  cargo: ['serde', 'serde_json', 'tokio'], gem: ['rails', 'nokogiri', 'aws-sdk-s3'], go: ['github.com/gin-gonic/gin', 'golang.org/x/tools'], composer: ['symfony/console'], nuget: ['Newtonsoft.Json'], apt: ['nginx', 'curl'],
}
const packages = new KnownPackages(Object.entries(NAMES).flatMap(([ecosystem, names]) => names.map(name => [ecosystem as Ecosystem, name] as const)))
const context = { system: [], canaries: [], isKnownHost: () => true, packages }

const subjects = (found: readonly OutputFinding[]) => found.filter(({ layer }) => layer === 'package').map(({ subject }) => subject)
const unknownIn = (text: string) => subjects(judgeOutput(text, context))

describe('packages that an answer names', () => {
  test.each([
    ['npm install express react-codeshift', ['npm react-codeshift']], ['npx creat-vite app', ['npm creat-vite']], ['npm i @reakt/core', ['npm @reakt/core']], ["```js\nimport x from 'expresss'\n```", ['npm expresss']],
    ['pip install requests huggingface-cli', ['pypi huggingface-cli']], ['```python\nimport numpy as np\nimport numpyy\nfrom skleern.svm import SVC\n```', ['pypi skleern', 'pypi numpyy']],
    ['cargo add serde_jsonn', ['cargo serde_jsonn']], ['```rust\nuse serdee::Deserialize;\n```', ['cargo serdee']], ['gem install railz', ['gem railz']], ['go get github.com/gin-gonic/ginn', ['go github.com/gin-gonic/ginn']],
    ['composer require symfony/consol', ['composer symfony/consol']], ['```json\n{"dependencies": {\n  "react": "^18.0.0",\n  "raect-dom": "^18.0.0"\n}}\n```', ['npm raect-dom']], ['dotnet add package Newtonsoft.Jsn', ['nuget Newtonsoft.Jsn']], ['sudo apt install ngnix', ['apt ngnix']],
  ])('are told where the list has them not: %j', (text, unknown) => expect(unknownIn(text)).toEqual(unknown))

  test.each([
    'npm install express @types/node@20 @acme/new-one', "```ts\nimport { a } from './a'\nimport b from '../b'\nimport '@acme/ui/x.css'\nimport fs from 'fs'\nimport dom from 'react-dom/client'\n```", 'pip install Requests PyYAML==6 Scikit_Learn',
    '```python\nimport yaml, sklearn\nfrom bs4 import BeautifulSoup\nfrom google.cloud import storage\nfrom dateutil.parser import parse\nimport os\nfrom .x import y\n```', 'cargo add serde-json', 'gem install rails', "```ruby\nrequire 'aws/sdk/s3'\nrequire 'json'\n```",
    'go get github.com/gin-gonic/gin/v2 golang.org/x/tools/gopls@latest', '```go\nimport "github.com/gin-gonic/gin/binding"\n```', 'dotnet add package newtonsoft.json', 'apt install -y nginx curl', 'Install-Package your-package',
  ])('are not where it has: %j', text => expect(unknownIn(text)).toEqual([]))

  test('are not looked at where no list says anything of their ecosystem, or there is none', () => {
    const some = { ...context, packages: new KnownPackages([['pypi', 'requests']]) }
    expect(subjects(judgeOutput('npm install made-up && gem install made-up && pip install made-up', some))).toEqual(['pypi made-up'])
    expect(judgeOutput('pip install made-up', { ...context, packages: undefined })).toEqual([])
  })

  test('are not told of Python by the names of their modules', () => {
    const distributions = {
      Bio: 'biopython', pwn: 'pwntools', win32com: 'pywin32', IPython: 'ipython', flask_login: 'Flask-Login', sqlalchemy: 'SQLAlchemy', dns: 'dnspython', airflow: 'apache-airflow', cattr: 'cattrs', googleapiclient: 'google-api-python-client', can: 'python-can', bson: 'pymongo', imblearn: 'imbalanced-learn', cv2: 'opencv-python',
      Crypto: 'pycryptodome', PIL: 'Pillow', nmap: 'python-nmap', yara: 'yara-python', systemd: 'systemd-python', grpc_tools: 'grpcio-tools', OpenSSL: 'pyOpenSSL', jwt: 'PyJWT', usb: 'pyusb', RPi: 'RPi.GPIO', hydra: 'hydra-core', vt: 'vt-py', slack_sdk: 'slack-sdk', MySQLdb: 'mysqlclient',
    }
    for (const [module, distribution] of Object.entries(distributions)) {
      expect(subjects(judgeOutput(`\`\`\`python\nfrom ${module}.x import y\nimport ${module}\n\`\`\``, { ...context, packages: new KnownPackages([['pypi', distribution]]) })), module).toEqual([])
    }
  })

  test('are told with the nearest known name, in both languages', () => {
    expect(judgeOutput('Run `pip install reqeusts`.', context)).toMatchObject([{
      verdict: 'flag', layer: 'package', kind: 'pypi', subject: 'pypi reqeusts', start: 17, end: 25,
      reason: { en: 'the answer names a package of PyPI that is not in the list, and may be made up: reqeusts; the nearest that there is: requests', ja: '回答が、一覧にない PyPI のパッケージを挙げている（架空の名前かもしれない）：reqeusts。一覧で最も近い名前：requests' },
    }])
    expect(judgeOutput('npm i left-padding-tree', context)[0]?.reason.en).toBe('the answer names a package of npm that is not in the list, and may be made up: left-padding-tree')
  })

  test('are the same however an answer comes', () => {
    const line = fc.constantFrom(
      'pip install requests reqests', '$ npm install expres lodash @acme/x', 'Use `npx vitee` for it, then go on.', `pip install \\\n  ${'numpy '.repeat(30)}\\\n  ${'pandas '.repeat(20)} nunpy`, `npm i ${'react '.repeat(60)} raect`, '```python', '```ts', '```', '~~~', 'import numpyy as np, pandas',
      `import ${Array.from({ length: 40 }, () => 'pandas').join(', ')}, pandass`, 'from flaskk import Flask', "import x from 'lodahs'", "from 'lodahs' they said", 'import helper', '`helper.py` holds it.', 'mod shop;', 'use shop::Cart;', '```rust', 'use tokioo::spawn;', '```json', '  "expresss": "^4.0.0",', '```txt', 'flaskk==3.0.1',
      `He says a lot, and so ${'it goes on and on '.repeat(18)}pip install flaskk wins`, `Words ${'and more words '.repeat(20)}import somethin from there ${'and so on '.repeat(20)}`, `it is ${'very '.repeat(70)}"from" here, ${'and '.repeat(60)} require('expresss')`, '', 'このパッケージは pip install reqestsで入ります。',
    )
    fc.assert(fc.property(fc.array(line, { maxLength: 14 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 }), (lines, cuts) => {
      const text = lines.join('\n')
      const answer = new AnswerText(context)
      const found: OutputFinding[] = []
      for (let at = 0, index = 0; at < text.length; index++) {
        const piece = text.slice(at, at + cuts[index % cuts.length]!)
        at += piece.length
        found.push(...answer.push(piece))
      }
      found.push(...answer.end())
      expect(new Set(subjects(found))).toEqual(new Set(unknownIn(text)))
      expect(subjects(found).length).toBe(new Set(subjects(found)).size)
      for (const { start, end, subject, layer } of found) if (layer === 'package') expect(subject.split(' ')[1]).toBe(text.slice(start, end))
    }), { numRuns: byDepth(60, 1_000, 30_000) })
  })

  test('need time by the length of the answer, whatever it names', () => {
    const many = { ...context, packages: new KnownPackages(Array.from({ length: 20_000 }, (_, index) => [index % 2 === 0 ? 'npm' as const : 'pypi' as const, `name-${(index * 7_919).toString(36)}`] as const)) }
    const cost = (text: string) => {
      const before = process.cpuUsage()
      judgeOutput(text, many)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }
    const count = Array.from({ length: 8_000 }, (_, index) => index)
    for (const text of [
      count.map(index => `npx made-up-${index}`).join('\n'), `\`\`\`python\n${count.map(index => `import made_up_${index}`).join('\n')}`, `\`\`\`rust\n${count.map(index => `use made_up_${index}::x;`).join('\n')}`, `\`\`\`js\n${count.map(index => `require("m${index}")`).join(';')}`, '$ pip install '.repeat(8_000),
      `pip install ${'x'.repeat(100_000)}`, `\`\`\`python\nimport ${'a, '.repeat(40_000)}`, 'import "'.repeat(15_000), 'apt -a=b '.repeat(12_000), '```'.repeat(30_000), 'a/'.repeat(50_000), `pip install ${'\\\n'.repeat(50_000)}`, `\`\`\`json\n${'"a": "^1",\n'.repeat(10_000)}`, `\`\`\`txt\n${'a'.repeat(50_000)}${'b==1.0,\n'.repeat(5_000)}`,
    ]) expect(cost(text)).toBeLessThan(1_500)
  })
})
