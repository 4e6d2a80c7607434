import { describe, expect, test } from 'vitest'
import { installedPackages } from './installed-packages.ts'

const namesIn = (text: string) => [...installedPackages(text)].map(({ ecosystem, name }) => `${ecosystem} ${name}`)

describe('packages that an answer has installed', () => {
  test.each([
    ['pip install requests', ['pypi requests']],
    ['```sh\npip3 install -U requests flask==3.0 "fastapi[all]>=0.1" \'numpy<2\' pandas>=2.1 scipy\n```', ['pypi requests', 'pypi flask', 'pypi fastapi', 'pypi numpy', 'pypi pandas', 'pypi scipy']],
    ['python3.12 -m pip install --index-url https://pypi.acme.example/simple acme-client', ['pypi acme-client']],
    ['!pip install transformers\n%pip install datasets', ['pypi transformers', 'pypi datasets']],
    ['RUN pip install --no-cache-dir -r requirements.txt gunicorn', ['pypi gunicorn']],
    ['uv add httpx; poetry add rich && pipenv install black', ['pypi httpx', 'pypi rich', 'pypi black']],
    ['uvx --from build pyproject-build', ['pypi build']], ['pipx run cowsay -t hello', ['pypi cowsay']], ['uvx ruff@latest check .', ['pypi ruff']],
    ['npm install express @types/node@20 lodash@^4 --save-dev jest', ['npm express', 'npm @types/node', 'npm lodash', 'npm jest']],
    ['npm i -g typescript', ['npm typescript']], ['yarn add -D vite', ['npm vite']], ['pnpm add react react-dom', ['npm react', 'npm react-dom']], ['bun add hono', ['npm hono']],
    ['npx create-react-app my-shop --template typescript', ['npm create-react-app']], ['npx -y @acme/cli@1.2 init demo', ['npm @acme/cli']], ['npx -p typescript tsc --init', ['npm typescript']], ['npx --package=cowsay cowsay hi', ['npm cowsay']],
    ['cargo add serde --features derive', ['cargo serde']], ['cargo install ripgrep@14', ['cargo ripgrep']], ['gem install rails -v 7.1', ['gem rails']], ['bundle add puma', ['gem puma']],
    ['go get github.com/gin-gonic/gin@v1.9 golang.org/x/tools', ['go github.com/gin-gonic/gin', 'go golang.org/x/tools']], ['composer require symfony/console:^7.0', ['composer symfony/console']],
    ['dotnet add src/App.csproj package Serilog --version 3.1', ['nuget Serilog']], ['Install-Package Newtonsoft.Json', ['nuget Newtonsoft.Json']],
    ['sudo apt-get install -y --no-install-recommends nginx=1.24* libssl-dev:arm64 \\\n    g++ python3.11', ['apt nginx', 'apt libssl-dev', 'apt g++', 'apt python3.11']],
    ['pip install \\\n  requests \\\n  httpx\nrequests is then there', ['pypi requests', 'pypi httpx']],
    // In a sentence.
    ['Run pip install requests and you are done.', ['pypi requests']], ['You need **pip install beautifulsoup4**, then restart.', ['pypi beautifulsoup4']], ['First `npm install express`, then `npm install cors body-parser`.', ['npm express', 'npm cors', 'npm body-parser']],
    ['まず pip install requestsを実行してください。', ['pypi requests']], ['「npm install express」と入力します', ['npm express']], ['次のコマンド `pip install flask gunicorn` を実行します', ['pypi flask', 'pypi gunicorn']],
    ['Say “pip install requests” to it.', ['pypi requests']], ['pip install requests works on every system', ['pypi requests']], ['pip install requests    # the HTTP client that everybody uses', ['pypi requests']],
  ])('are %j', (text, names) => expect(namesIn(text)).toEqual(names))

  test.each([
    'pip install .', 'pip install -e .[dev]', 'pip install -r requirements.txt', 'pip install ./dist/acme-1.0-py3-none-any.whl', 'pip install git+https://github.com/psf/requests', 'pip install https://example.org/a.tar.gz', 'pip install <package>', 'pip install your-package',
    'pip install PACKAGE_NAME', 'pip install {name}', 'pip install $PKG', 'npm install', 'npm install && npm start', 'npm install ./local', 'npm install acme/repository', 'npm install file:../lib', 'go get ./...', 'go install .', 'cargo install --path .', 'cargo install --git https://git.acme.example/tool tool',
    'apt install ./tool.deb', 'npm install fails with EACCES', 'If pip install works, go on.', 'npm install takes a minute', 'The npm install step is cached.', 'npm I think is slow', 'Let us go get lunch at a place', 'Does composer require PHP 8?', 'pip installation', 'the uvx tool', 'yarn add-on',
    'npm install, then npm start', 'C:\\pip install\\x', 'npm ci', 'apt install...',
  ])('are none in %j', text => expect(namesIn(text)).toEqual([]))

  test('stand where they are said to', () => {
    const text = 'Well: `pip install flask flask-login` and `npx flask`.'
    for (const { name, start, end } of installedPackages(text)) expect(text.slice(start, end)).toBe(name)
  })
})
