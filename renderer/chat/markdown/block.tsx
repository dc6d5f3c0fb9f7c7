import { memo, type ReactNode } from 'react'
import type { BlockNode, Content, ListItemNode, ListNode, TableNode } from '../../../markdown/nodes.js'
import { inPlace } from '../../ui/in-place.js'
import { CodeBlock } from './code-block.js'
import { Formula } from './formula.js'
import { Inline, TaskBox } from './inline.js'
import { ReferencedText, withoutReferences } from './references.js'

interface BlocksProps {
  readonly nodes: readonly BlockNode[]
  /** The blocks are complete. */
  readonly isFinished: boolean
  /** Whether the task that the blocks describe is done, if they are one. */
  readonly isDone?: boolean | undefined
}

/** Blocks of Markdown. What has the same content object as before is not drawn again. */
export function Blocks({ nodes, isFinished, isDone }: BlocksProps): ReactNode {
  return inPlace(nodes, (node, index) => (
    <BlockElement
      node={node}
      isFinished={isFinished || index < nodes.length - 1}
      isDone={index === 0 ? isDone : undefined}
    />
  ))
}

/** The blocks that one block of the text became. */
export const TopBlock = memo(Blocks)

interface BlockProps {
  readonly node: BlockNode
  readonly isFinished: boolean
  readonly isDone: boolean | undefined
}

function BlockElement({ node, isFinished, isDone }: BlockProps): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <Paragraph content={node.content} isTight={node.isTight} isDone={isDone} />
    case 'heading':
      return <Heading level={node.level} content={node.content} />
    case 'code':
      return <CodeBlock code={withoutReferences(node.text)} language={node.language} isFinished={isFinished} />
    case 'quote':
      return (
        <blockquote dir={node.dir}>
          <Blocks nodes={node.children} isFinished={isFinished} />
        </blockquote>
      )
    case 'list':
      return <List node={node} isFinished={isFinished} />
    case 'table':
      return <Table node={node} />
    case 'note':
      return (
        <div className="md-note" dir={node.dir} role="note" tabIndex={-1} data-note={node.label}>
          <span className="md-note-label">{node.label}</span>
          <div className="md-note-text">
            <Blocks nodes={node.children} isFinished={isFinished} />
          </div>
        </div>
      )
    case 'formula':
      return <Formula formula={node.formula} />
    case 'rule':
      return <hr />
    case 'plain':
      return (
        <p className={node.isHtml ? 'md-plain md-html' : 'md-plain'}>
          <ReferencedText text={node.text} />
        </p>
      )
  }
}

interface ParagraphProps {
  readonly content: Content
  /** In a list without blank lines, where a paragraph is only its text. */
  readonly isTight: boolean
  readonly isDone: boolean | undefined
}

const Paragraph = memo(({ content, isTight, isDone }: ParagraphProps) => {
  const inside = (
    <>
      {isDone !== undefined && <TaskBox isChecked={isDone} />}
      <Inline nodes={content.nodes} />
    </>
  )
  return isTight ? inside : <p dir={content.dir}>{inside}</p>
})

/** Level 1 is the title of the window, level 2 a message. Two more are enough for a reply and leave no gap in the outline. */
const Heading = memo(({ level, content }: { readonly level: number; readonly content: Content }) => {
  const Level = level <= 2 ? 'h3' : 'h4'
  return (
    <Level className={`md-heading md-heading-${Math.min(level, 3)}`} dir={content.dir}>
      <Inline nodes={content.nodes} />
    </Level>
  )
})

function List({ node, isFinished }: { readonly node: ListNode; readonly isFinished: boolean }) {
  const items = inPlace(node.items, (item, index) => (
    <ListItem item={item} isFinished={isFinished || index < node.items.length - 1} />
  ))
  if (!node.isOrdered) return <ul dir={node.dir}>{items}</ul>
  const [first] = node.items
  const digits = Math.max(...node.items.map(({ number }) => String(number ?? 0).length))
  return (
    <ol
      dir={node.dir}
      start={first?.number === 1 ? undefined : first?.number}
      style={digits > 2 ? { paddingInlineStart: `${(7 + 6 * digits) / 10}em` } : undefined}
    >
      {items}
    </ol>
  )
}

const ListItem = ({ item, isFinished }: { readonly item: ListItemNode; readonly isFinished: boolean }) => (
  <li className={item.isDone === undefined ? undefined : 'md-task'} value={item.isNumbered ? item.number : undefined}>
    <Blocks nodes={item.children} isFinished={isFinished} isDone={item.isDone} />
  </li>
)

function Table({ node }: { readonly node: TableNode }) {
  const missingHeads = Math.max(0, ...node.rows.map((row) => row.length - node.head.length))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of cells, and no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
    <div className="md-table" dir={node.dir} tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>
            {inPlace(node.head, (content, column) => (
              <HeadCell content={content} align={node.aligns[column]} />
            ))}
            {missingHeads > 0 && <td colSpan={missingHeads} />}
          </tr>
        </thead>
        {node.rows.length > 0 && (
          <tbody>
            {inPlace(node.rows, (row) => (
              <tr>
                {inPlace(row, (content, column) => (
                  <Cell content={content} align={node.aligns[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        )}
      </table>
    </div>
  )
}

interface CellProps {
  readonly content: Content
  readonly align: TableNode['aligns'][number]
}

const HeadCell = memo(({ content, align }: CellProps) => (
  <th scope="col" align={align}>
    <Inline nodes={content.nodes} />
  </th>
))

const Cell = memo(({ content, align }: CellProps) => (
  <td align={align}>
    <Inline nodes={content.nodes} />
  </td>
))
