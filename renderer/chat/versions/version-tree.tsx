import './version-tree.css'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import type { VersionNode } from '../../../contract/versions.js'
import { dayInWords } from '../../sidebar/date-groups.js'
import { chooseVersion } from '../../stores/replies.js'
import { closeVersions, useVersions } from '../../stores/versions.js'
import { Button } from '../../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../../ui/dialog.js'
import { plural } from '../../ui/words.js'
import { useCanChange } from '../transcript/use-can-change.js'
import { firstRow, rowAfterKey, type VersionRow, versionRows } from './version-rows.js'

/** All versions of the open conversation as a tree. Only messages that have several are in it. */
export function VersionTree() {
  const nodes = useVersions((state) => state.nodes)
  return (
    <Dialog isOpen={nodes !== null} onClose={closeVersions} className="version-tree-dialog">
      {nodes !== null && (
        <>
          <DialogTitle>All Versions</DialogTitle>
          {nodes.length === 0 ? (
            <p>
              Each message of this conversation has one version. Edit a message, or regenerate a reply, to make another.
            </p>
          ) : (
            <>
              <p>Choose a version to show it, with what followed it.</p>
              <Tree rows={versionRows(nodes)} />
            </>
          )}
          <div className="version-tree-end">
            <DialogClose>
              <Button>Close</Button>
            </DialogClose>
          </div>
        </>
      )}
    </Dialog>
  )
}

function Tree({ rows }: { readonly rows: readonly VersionRow[] }) {
  const tree = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(() => firstRow(rows))
  const canChange = useCanChange()
  const choose = ({ messageId }: VersionNode) => {
    if (!canChange) return
    closeVersions()
    chooseVersion(messageId)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current]
    const next = rowAfterKey(rows, current, event.key)
    if (row && (event.key === 'Enter' || event.key === ' ')) choose(row.node)
    else if (next === undefined) return
    else {
      setCurrent(next)
      tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[next]?.focus()
    }
    event.preventDefault()
  }
  return (
    <div ref={tree} className="version-tree" role="tree" aria-label="Versions" tabIndex={-1} onKeyDown={onKeyDown}>
      {rows.map(({ node, level, place, count }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys
        <div
          key={node.messageId}
          className="version-row"
          role="treeitem"
          aria-level={level}
          aria-posinset={place}
          aria-setsize={count}
          aria-selected={node.isShown}
          aria-disabled={!canChange || undefined}
          tabIndex={index === current ? 0 : -1}
          data-first-focus={index === current || undefined}
          style={{ '--level': level } as CSSProperties}
          onClick={() => choose(node)}
          onFocus={() => setCurrent(index)}
        >
          <span className="version-row-words" dir="auto">
            {node.words === '' ? 'Without text' : node.words}
          </span>
          <span className="number version-row-facts">{factsOf(node, place, count)}</span>
        </div>
      ))}
    </div>
  )
}

const authors = { user: 'You', assistant: 'Reply', document: 'Summary' } as const

/** "You · 2 of 3 · 14 messages · Today" */
const factsOf = ({ role, createdAt, count }: VersionNode, place: number, siblings: number): string =>
  [
    authors[role],
    `${place} of ${siblings}`,
    count > 1 && plural(count, 'message'),
    createdAt !== undefined && dayInWords(new Date(createdAt), new Date()),
  ]
    .filter((fact) => fact !== false)
    .join(' · ')
