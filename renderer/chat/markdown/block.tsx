import type { MarkedToken, Token, Tokens } from 'marked'
import { memo, type ReactNode } from 'react'
import { inPlace } from '../../ui/in-place.js'
import { CodeBlock } from './code-block.js'
import { Inline, TaskBox } from './inline.js'

interface BlockProps {
  readonly token: Token
  /** The block is complete. */
  readonly isFinished: boolean
  /** The block is in a list without blank lines, where a paragraph is only its text. */
  readonly isTight?: boolean
}

/** A Markdown block with its content. Renders again only when its source changes. */
export const Block = memo(
  BlockElement,
  (before, after) =>
    before.token.raw === after.token.raw &&
    before.token.type === after.token.type &&
    before.isFinished === after.isFinished &&
    before.isTight === after.isTight,
)

function BlockElement({ token: anyToken, isFinished, isTight }: BlockProps): ReactNode {
  const token = anyToken as MarkedToken
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'paragraph':
      return (
        <p dir="auto">
          <Inline tokens={token.tokens} />
        </p>
      )
    case 'text':
      return isTight ? <Inline tokens={[token]} /> : <p dir="auto">{<Inline tokens={[token]} />}</p>
    case 'heading':
      return <Heading token={token} />
    case 'code':
      return <CodeBlock code={token.text} language={token.lang} isFinished={isFinished} />
    case 'blockquote':
      return (
        <blockquote dir="auto">
          <Blocks tokens={token.tokens} isFinished={isFinished} />
        </blockquote>
      )
    case 'list':
      return <List token={token} isFinished={isFinished} />
    case 'table':
      return <Table token={token} />
    case 'hr':
      return <hr />
    case 'html':
      return <p className="md-html">{token.text.trim()}</p>
    case 'checkbox':
      return <TaskBox isChecked={token.checked} />
    default:
      return token.raw
  }
}

interface BlocksProps {
  readonly tokens: readonly Token[]
  readonly isFinished: boolean
  readonly isTight?: boolean
}

function Blocks({ tokens, isFinished, isTight }: BlocksProps): ReactNode {
  return inPlace(tokens, (token, index) => (
    <Block token={token} isFinished={isFinished || index < tokens.length - 1} isTight={isTight} />
  ))
}

/** Level 1 is the title of the window. Two levels are enough for a reply and leave no gap in the outline. */
function Heading({ token }: { readonly token: Tokens.Heading }) {
  const Level = token.depth <= 2 ? 'h2' : 'h3'
  return (
    <Level className={`md-heading md-heading-${Math.min(token.depth, 3)}`} dir="auto">
      <Inline tokens={token.tokens} />
    </Level>
  )
}

function List({ token, isFinished }: { readonly token: Tokens.List; readonly isFinished: boolean }) {
  const items = inPlace(token.items, (item, index) => (
    <ListItem item={item} isFinished={isFinished || index < token.items.length - 1} />
  ))
  if (!token.ordered) return <ul dir="auto">{items}</ul>
  return (
    <ol dir="auto" start={token.start === '' ? undefined : token.start}>
      {items}
    </ol>
  )
}

interface ListItemProps {
  readonly item: Tokens.ListItem
  readonly isFinished: boolean
}

const ListItem = memo(
  ({ item, isFinished }: ListItemProps) => (
    <li className={item.task ? 'md-task' : undefined}>
      <Blocks tokens={item.tokens} isFinished={isFinished} isTight={!item.loose} />
    </li>
  ),
  (before, after) =>
    before.item.raw === after.item.raw &&
    before.item.loose === after.item.loose &&
    before.isFinished === after.isFinished,
)

function Table({ token }: { readonly token: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of cells, and no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
    <div className="md-table" tabIndex={0} role="group" aria-label="Table">
      <table dir="auto">
        <thead>
          <Row cells={token.header} />
        </thead>
        <tbody>
          {inPlace(token.rows, (cells) => (
            <Row cells={cells} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Row = memo(
  ({ cells }: { readonly cells: readonly Tokens.TableCell[] }) => (
    <tr>
      {inPlace(cells, (cell) =>
        cell.header ? (
          <th scope="col" align={cell.align ?? undefined}>
            <Inline tokens={cell.tokens} />
          </th>
        ) : (
          <td align={cell.align ?? undefined}>
            <Inline tokens={cell.tokens} />
          </td>
        ),
      )}
    </tr>
  ),
  (before, after) =>
    before.cells.length === after.cells.length &&
    before.cells.every(
      (cell, index) => cell.text === after.cells[index]?.text && cell.align === after.cells[index]?.align,
    ),
)
