import type { CodeBefore } from './code-before.ts'
import { codeIn } from './code-before.ts'
import type { Ecosystem } from './ecosystem.ts'
import { NAME_SHAPES } from './ecosystem.ts'
import type { NamedPackage } from './named-package.ts'
import { isPlaceholder } from './placeholder-names.ts'

interface Manifest {
  readonly language: RegExp
  /** A line of it that names a package, by its first group; by itself, since the rest of the file may be far away. */
  readonly line: RegExp
  readonly ecosystem: Ecosystem | ((name: string) => Ecosystem)
}

const MANIFESTS: readonly Manifest[] = [
  // package.json, composer.json: `^` and `~` stand before versions of others only.
  { language: /^(?:json[5c]?|)$/, line: /^[ \t{,]{0,40}"(@?[\w.~-]{1,100}(?:\/[\w.~-]{1,100})?)"[ \t]{0,9}:[ \t]{0,9}"[~^]\d[^"\n]{0,40}"/gm, ecosystem: name => (name.includes('/') && !name.startsWith('@') ? 'composer' : 'npm') },
  // requirements.txt
  { language: /^(?:te?xt|requirements|pip|plaintext|)$/, line: /^[ \t]{0,9}((?=[\w.-]{0,30}[A-Za-z])[A-Za-z0-9][\w.-]{0,99})(?:\[[\w,.-]{1,80}\])?[=~><!]=\d+\.\d[\w.*]{0,20}(?:[ \t]?[,;#][^\n]{0,200})?$/gm, ecosystem: 'pypi' },
  // go.mod
  { language: /^(?:go|golang|gomod|mod|te?xt|)$/, line: /^[ \t]{0,9}(?:require[ \t]{1,9})?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}\/[\w./~-]{1,200})[ \t]{1,9}v\d+\.\d+\.\d/gm, ecosystem: 'go' },
  { language: /^(?:xml|csproj|html|)$/, line: /<PackageReference[ \t][^>\n]{0,100}?Include="([\w.-]{1,100})"/g, ecosystem: 'nuget' },
  { language: /^(?:rb|ruby|gemfile)$/, line: /^[ \t]{0,40}gem[ \t]{1,9}["']([\w.-]{1,99})["'][ \t]{0,9}(?=,|#|\r?\n|$)/gm, ecosystem: 'gem' },
]

/** Packages that files in an answer ask for, which install what they name: package.json, composer.json, requirements.txt, go.mod, project files of .NET, a Gemfile. */
export function* manifestPackages(text: string, before: CodeBefore): Iterable<NamedPackage> {
  for (const { start, end, language } of codeIn(text, before)) {
    if (language === null) continue
    const code = text.slice(start, end)
    for (const manifest of MANIFESTS.filter(each => each.language.test(language))) yield* named(code, start, manifest)
  }
}

function* named(code: string, from: number, { line, ecosystem }: Manifest): Iterable<NamedPackage> {
  for (const match of code.matchAll(line)) {
    const name = match[1] ?? ''
    const of = typeof ecosystem === 'string' ? ecosystem : ecosystem(name)
    const start = from + match.index + match[0].indexOf(name)
    if (NAME_SHAPES[of].test(name) && !isPlaceholder(name)) yield { ecosystem: of, name, start, end: start + name.length, isImport: false }
  }
}
