import { expect, test } from 'vitest'
import { finishedBlocks } from './blocks.js'
import type { BlockNode, FormulaSource, InlineNode } from './nodes.js'

/** The formulas of a finished text, in its order. */
function formulasOf(text: string): FormulaSource[] {
  const ofInlines = (nodes: readonly InlineNode[]): FormulaSource[] =>
    nodes.flatMap((node) =>
      node.type === 'formula' ? [node.formula] : 'children' in node ? ofInlines(node.children) : [],
    )
  const ofBlocks = (nodes: readonly BlockNode[]): FormulaSource[] =>
    nodes.flatMap((node) => {
      if (node.type === 'formula') return [node.formula]
      if (node.type === 'list') return node.items.flatMap(({ children }) => ofBlocks(children))
      if (node.type === 'table') return [node.head, ...node.rows].flat().flatMap((cell) => ofInlines(cell.nodes))
      if ('children' in node) return ofBlocks(node.children)
      return 'content' in node ? ofInlines(node.content.nodes) : []
    })
  return [...finishedBlocks(text, () => true)].flatMap(({ nodes }) => ofBlocks(nodes))
}

const texOf = (text: string) => formulasOf(text).map(({ tex }) => tex)

test.each([
  ['The area is \\(A = \\pi r^2\\).', ['A = \\pi r^2']],
  ['Let $x$ and $y_1$ be real, with $a_1*b_1 + a_2*b_2 = 0$.', ['x', 'y_1', 'a_1*b_1 + a_2*b_2 = 0']],
  ['It is $5$, not $-3$.', ['5', '-3']],
  ['其中\\(x\\)是实数', ['x']],
  ['$$E = mc^2$$', ['E = mc^2']],
  ['\\[\n\\int_0^1 x\\,dx\n= \\frac12\n\\]', ['\\int_0^1 x\\,dx\n= \\frac12']],
  ['So:\n\\[\na\n- b\n= c\n\\]\nwhere', ['a\n- b\n= c']],
  ['- first\n  \\[\n  a\n  - b\n  \\]\n- $c$', ['a\n- b', 'c']],
  ['> \\[ x_1 \\]', ['x_1']],
  [
    '\\[\n\\begin{aligned}\na &= b \\\\[2pt]\nc &= d\n\\end{aligned}\n\\]',
    ['\\begin{aligned}\na &= b \\\\[2pt]\nc &= d\n\\end{aligned}'],
  ],
  ['| f | f′ |\n|---|---|\n| $x^2$ | \\(2x\\) |', ['x^2', '2x']],
  ['**$x$** and *\\(y\\)*', ['x', 'y']],
  ['A cost of \\$5 and $n$ items', ['n']],
  ['$x < y$ and $y > z$', ['x < y', 'y > z']],
  ['[$x$](https://example.org)', ['x']],
])('%j has the formulas %j', (text, formulas) => {
  expect(texOf(text)).toEqual(formulas)
})

test.each([
  'It costs $5 and then $10.',
  'From $5 to $10, or 20$.',
  'between $1,000 and $2,000 (US$3 or CA$4)',
  '$5-$10 a month, $20/year',
  'echo $HOME and $PATH, then $HOME/bin:$PATH',
  'US$5 and CA$',
  'C:\\(x86)\\app and C:\\Program Files \\(x86\\)',
  'C:\\[a]\\[b]',
  'see \\[1\\] and \\[2, 3\\] and \\[sic\\]',
  '\\[not a link\\](/foo)',
  'He said \\(quietly\\) that',
  '`$x$` and `\\(y\\)`',
  '```\n$x$\n\\[ y_1 \\]\n```',
  '    \\[ x_1 \\]',
  '$ x $ and $$',
  '$$$ expensive, $$ cheap',
  'an open \\(x_1 and no end',
  '\\[\na_1 and no end\n\nnext',
  '$x_1\n+ y$',
  'AT&T $T up 3%, $AAPL down',
])('%j has no formula', (text) => {
  expect(texOf(text)).toEqual([])
})
