import fc from 'fast-check'

/** Repetitions on which Markdown parsers take long or nest deep. Each is filled up to `characters`. */
export function awkwardTexts(characters: number): Readonly<Record<string, string>> {
  const fill = (text: string) => text.repeat(Math.ceil(characters / text.length)).slice(0, characters)
  const lines = (line: (index: number) => string) => {
    let text = ''
    for (let index = 0; text.length < characters; index++) text += line(index)
    return text
  }
  const repeated = [
    ...[
      'a.',
      'a_',
      'a     ',
      'a\n-\n',
      'a\n=\n',
      '>',
      '> ',
      '> - ',
      '1. ',
      '- ',
      '- > ',
      '- [ ] ',
      '- a\n',
      '# a\n',
      '[a](b ',
      '[',
      '![',
    ],
    ...[
      '*a',
      '**x',
      '***',
      '*a **a ',
      '*_',
      '**_* ',
      'a**b_c* ',
      '~~a ',
      '~ ',
      '**中文。',
      '<',
      '<a ',
      '<b a="',
      '<!-- ',
      '<?',
      '<!A ',
      '<sub>',
    ],
    ...[
      '<sub><sup>',
      '</kbd>',
      '&',
      '&amp',
      '`a ',
      '|',
      'a|\n-|\n',
      'a | b\n',
      'http://a.b ',
      'http://',
      'www.',
      'www.a_',
      'www.a-www.',
    ],
    ...[
      'a@b.c ',
      '@',
      'a+',
      'a@',
      '[a]: b\n',
      '[a]: b "c\n',
      "[a]: b 'c\n",
      '[a][b',
      '[^a]',
      '[^a]: ',
      '[^a]: b\n',
      '\\',
      '\n',
      ' \n',
      '\t',
    ],
    ...[
      '```\n',
      '~~~\n',
      '- ```\n',
      '[](',
      '[](<',
      '[a](<b',
      '[a](b "',
      '!',
      ':',
      '://',
      '.',
      'word, word. ',
      'a',
      '1',
      'word\n',
      '<b>a</b> ',
    ],
    ...[
      'a\n\t-\n',
      '> a\nb\n',
      '*a [b] ',
      '<div>\n\n',
      '<script>\n',
      '$',
      '"',
      '(',
      '%',
      '| a | b |\n',
      '🙂',
      'א ',
      '\r',
    ],
    ...['$a', '$a ', '$$', '$x$', '$$\n', '\\(', '\\(a', '\\[', '\\[\n', '\\[ a\n', '\\(\\['],
  ]
  const half = Math.floor(characters / 2)
  return {
    ...Object.fromEntries(repeated.map((text) => [text, fill(text)])),
    'links to one long address': `${'[a] '.repeat(characters / 16)}\n\n[a]: ${'x'.repeat(0.75 * characters)}`,
    'elements far within each other': awkwardText(
      [
        ['**', 52],
        ['*****\\[\na', 7],
      ],
      characters,
    ),
    'a table': `|a|\n|-|\n${fill('|a')}`,
    'a table of short rows': `${'|a'.repeat(300)}\n${'|-'.repeat(300)}\n${fill('|\n')}`,
    'lines below many quotes': `${'> '.repeat(1_500)}a\n${fill('b\n')}`,
    'lazy lines below quotes': `${'> '.repeat(32)}a\n${fill('b\n')}`,
    'indented lines below quotes': `${'> '.repeat(32)}a\n${fill('    b\n')}`,
    'a list in one line': `${fill('- ')}a`,
    'numbers in one line': `${fill('1. ')}a`,
    'bars behind dashes': `${fill('- ')}|a`,
    'an address before all': `${fill('a.')}@`,
    'a space in the middle': `a${' '.repeat(characters)}b`,
    'ever deeper lists': lines((index) => `${' '.repeat(index)}- a\n`),
    'ever deeper quotes': lines((index) => `${'>'.repeat(index)} a\n`),
    'ever longer ticks': lines((index) => `${'`'.repeat(index)}e`),
    'nested links': `${'['.repeat(half)}a${'](b)'.repeat(half / 4)}`,
    'nested images': `${'!['.repeat(half / 2)}a${'](b)'.repeat(half / 4)}`,
    'an address in brackets': `[a](${'('.repeat(characters)}`,
    'brackets in an address': `http://a.b/${'('.repeat(half)}${')'.repeat(half)}`,
    'nested emphasis': `${'*a '.repeat(half / 3)}${' a*'.repeat(half / 3)}`,
    'many definitions': `${lines((index) => `[a${index}]: /u\n`).slice(0, half)}\n${lines((index) => `[a${index}] `).slice(0, half)}`,
    'a long definition': `[a]: b "${fill('c\n')}`,
    'a long run in an open label': `[${'*'.repeat(half)}`,
    'a long label': `[${fill('a b ')}]: c`,
  }
}

const pieces = fc.oneof(
  fc.constantFrom(...'*_~`[]()<>!|-+=#:.@&\\\n\n \t"\'/$^{}0a1;'),
  fc.constantFrom(
    'a',
    'b\n',
    '- ',
    '> ',
    '1. ',
    '    ',
    '](',
    '![',
    '**',
    '~~',
    '```',
    '\n\n',
    '<a ',
    '</',
    '<!--',
    'http://',
    'www.',
    '[^a]',
    ']: ',
    '\\(',
    '\\[\n',
    '$$\n',
  ),
)
const unit = fc.array(pieces, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))

/** What an awkward text repeats, one after another, and how much of each. */
export const awkwardUnits = fc.array(fc.tuple(unit, fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 4 })

/** A text of `characters`, as no person writes it. */
export function awkwardText(units: readonly (readonly [string, number])[], characters: number): string {
  const all = units.reduce((sum, [, share]) => sum + share, 0)
  const parts = units.map(([text, share]) => text.repeat(Math.ceil((characters * share) / all / text.length)))
  return parts.join('').slice(0, characters)
}
