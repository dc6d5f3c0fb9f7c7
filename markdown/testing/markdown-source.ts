import fc from 'fast-check'

/** Pieces of Markdown that mean something, more so beside each other. */
const pieces = [
  ...[
    'word',
    'a.b',
    ' ',
    '  ',
    '    ',
    '\n',
    '\n',
    '\n\n',
    '\n\n',
    '\r\n',
    '\t',
    '\\',
    '\0',
    'א',
    '漢字',
    '。',
    '🙂',
    '5',
  ],
  ...[
    '# ',
    '## T\n',
    '- ',
    '* ',
    '+ ',
    '1. ',
    '2) ',
    '3. ',
    '- [ ] ',
    '- [x] ',
    '> ',
    '>\n',
    '---',
    '-',
    '=',
    '===\n',
    '***\n',
  ],
  ...['```', '```py\n', '~~~\n', '`', '``', '**', '*', '_', '~', '~~', '&amp;', '&', '$x$'],
  ...['|', '| a | b |\n', '|--|:-:|\n', '--|--\n', 'a | b'],
  ...['<div>', '</div>\n', '<!-- ', '-->', '<pre>', '</pre>', '<b>', '<br>', '<sub>', '</sub>', '<', '</', '<kbd>'],
  ...['[a](https://b.c)', '[a]: https://b.c\n', '[a]', '[a][1]', '[1]: <x> "t"\n', '[', ']', '(', ')', '![x](y.png)'],
  ...['[^1]', '[^1]: ', '[^n]: a note\n', 'https://d.e', 'www.f.g', 'h@i.j', '@', 'http://'],
]

/** Markdown as no person writes it. */
export const markdownSource = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))
