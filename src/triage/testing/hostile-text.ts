import fc from 'fast-check'

/** For tests: what attackers write into logs in the hope that a report shows it. */
const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\'-alert(1)-\'',
  '</style><svg onload=alert(1)>',
  '</details></main><h1>All clear</h1>',
  '<!--', ']]>', '&lt;b&gt;', '&#60;b&#62;',
  'javascript:alert(1)',
  '[click](javascript:alert(1))', '![x](http://203.0.113.7/p.png)', '<http://203.0.113.7/>', 'http://203.0.113.7/x', 'www.evil.example',
  '`code`', '``', '```\nfence', '| cell | cell |', 'a\\|b', 'a\\', 
  '# heading', '- item', '1. item', '> quote', '***', '~~~', '@everyone', '#1',
  'line\nbreak', 'line\r\n\r\n| --- |', '\u2028', 
  'a\u202Egpj.exe', '\u200B', '\u001B[2J\u001B[31m', '\u009B31m', '\u0007', '\u0000', '\ud800',
  '{count}', '${count}', '{rule|entity}', '__proto__', ' ', 'x'.repeat(3_000),
]

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...'<>&"\'`|\\[](){}#*_~!-\n\r\t \u202E\u001Ba'), { maxLength: 20 }).map(characters => characters.join('')),
)
